import assert from 'node:assert/strict';
import { argon2Sync } from 'node:crypto';
import { test } from 'node:test';
import { hashPassword, passwordFault, verifyPassword } from './password.ts';

test('argon2id of the runtime is that of RFC 9106, section 5.3', () => {
  const tag = argon2Sync('argon2id', {
    message: Buffer.alloc(32, 1),
    nonce: Buffer.alloc(16, 2),
    secret: Buffer.alloc(8, 3),
    associatedData: Buffer.alloc(12, 4),
    parallelism: 4,
    tagLength: 32,
    memory: 32,
    passes: 3,
  });
  assert.equal(tag.toString('hex'), '0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659');
});

test('a password verifies against its own hash only', async () => {
  const hash = await hashPassword('plum-Kettle-orbit-93');
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  assert.equal(await verifyPassword({ hash, password: 'plum-Kettle-orbit-93' }), true);
  assert.equal(await verifyPassword({ hash, password: 'plum-Kettle-orbit-94' }), false);
  assert.notEqual(await hashPassword('plum-Kettle-orbit-93'), hash);
  for (const broken of ['', 'plain', hash.replace('argon2id', 'argon2i'), `${hash.slice(0, -4)}`]) {
    assert.equal(await verifyPassword({ hash: broken, password: 'plum-Kettle-orbit-93' }), false);
  }
});

test('the same characters typed in composed and decomposed form are one password', async () => {
  const hash = await hashPassword('caf\u00e9 au lait 7 uhr');
  assert.equal(await verifyPassword({ hash, password: 'cafe\u0301 au lait 7 uhr' }), true);
});

test('passwords that lists of breached ones hold are refused', () => {
  // Entries of twelve characters and more as they stand in public lists of the most common passwords.
  const breached = [
    'password1234',
    'passwordpassword',
    'Password123!',
    'p@ssw0rd1234',
    'P@$$w0rd12345',
    '123456789012',
    '1234567890123',
    '111111111111',
    '000000000000',
    '121212121212',
    '123123123123',
    'abcabcabcabc',
    'qwertyuiop123',
    'qwertyuiop[]',
    'qwertyqwerty',
    '1qaz2wsx3edc',
    '1q2w3e4r5t6y',
    'zaq12wsxcde3',
    'asdfghjkl123',
    'abcdefghijkl',
    'abcdefg12345',
    'iloveyou1234',
    'iloveyouforever',
    'iloveyousomuch',
    'letmein12345',
    'welcome12345',
    'Welcome2024!',
    'Summer2024!!',
    'administrator',
    'administrator1',
    'adminadmin123',
    'changeme1234',
    'trustno1trustno1',
    'michaeljordan',
    'liverpool1892',
    'manchesterunited1',
    'harrypotter1',
    'spiderman123',
    'princess1234',
    'sunshine1234',
    'monkeymonkey',
    'football1234',
    'christopher1',
    'jesuschrist1',
    'justinbieber',
    'minecraft123',
    'dragonball123',
    'pokemon12345',
    'superman1234',
    'qazwsxedcrfv',
    'poiuytrewq123',
    'mnbvcxzlkjhgf',
    'alexander123',
    'fuckyoufuckyou',
    'marketing2024',
    'secret123456',
  ];
  const passed = breached.filter((password) => passwordFault(password) === undefined);
  assert.deepEqual(passed, []);
});

test('a password made of its owner is refused', () => {
  for (const password of ['ada.lovelace1815', 'Lovelace-12345', 'adalovelace!!']) {
    assert.notEqual(passwordFault(password, ['Ada Lovelace', 'ada@engine.example']), undefined, password);
  }
});

test('length is counted in characters, with an upper bound', () => {
  assert.match(passwordFault('kumquat-91x') ?? '', /at least 12/);
  assert.match(passwordFault('🦉🦊🐻🦁🐯🐸') ?? '', /at least 12/);
  assert.match(passwordFault('kq7'.repeat(90)) ?? '', /at most 256/);
});

test('what a password manager makes and what several unrelated words make is taken', () => {
  for (const password of [
    'x7Kq-92mz-Lp4w',
    'kettle orbit walrus plum',
    'Zwölf Boxkämpfer jagen',
    'tR9#vbQ2!wlm',
    'ein-Fahrrad-im-Regen',
  ]) {
    assert.equal(passwordFault(password, ['Ada', 'ada@example.com']), undefined, password);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DnsFacts } from '../check.ts';
import { evidenceOf, NOW, outcomeOf, verdictOf } from '../test-lead.ts';
import { e01Syntax } from './e01-syntax.ts';
import { e02TypoDomain } from './e02-typo-domain.ts';
import { e03TldUnknown } from './e03-tld-unknown.ts';
import { e04NoMx } from './e04-no-mx.ts';
import { e05NullMx } from './e05-null-mx.ts';
import { e06Disposable } from './e06-disposable.ts';
import { e07Role } from './e07-role.ts';
import { e08FreeForB2b } from './e08-free-for-b2b.ts';
import { e09Alias } from './e09-alias.ts';

const dns = (facts: Partial<DnsFacts>): { dns: DnsFacts } => ({
  dns: { mx: 'none', addresses: [], mxAddresses: [], askedAt: NOW, ...facts },
});

test('E01 shows diagnosis and span', () => {
  const verdict = verdictOf(e01Syntax, { email: 'john..doe@example.com' });
  assert.deepEqual(verdict, {
    outcome: 'failed',
    message: 'Address local part contains empty dot-separated segment.',
    evidence: [
      { label: 'Address', value: 'john..doe@example.com', span: [5, 6] },
      { label: 'Diagnosis', value: 'EMPTY_LOCAL_SEGMENT' },
    ],
  });
  assert.equal(outcomeOf(e01Syntax, { email: 'john.doe@example.com' }), 'passed');
  assert.equal(outcomeOf(e01Syntax, { phone: '1' }), 'not_run');
});

test('E02 suggests the provider that was meant', () => {
  const meant: [string, string][] = [
    ['gmial.com', 'gmail.com'],
    ['gmaik.co', 'gmail.com'],
    ['gmail.con', 'gmail.com'],
    ['gmail.co', 'gmail.com'],
    ['gamil.com', 'gmail.com'],
    ['gnail.com', 'gmail.com'],
    ['gmaill.com', 'gmail.com'],
    ['mgail.com', 'gmail.com'],
    ['hotmial.com', 'hotmail.com'],
    ['hotmal.cm', 'hotmail.com'],
    ['homtail.co.uk', 'hotmail.co.uk'],
    ['hotmail.co.ku', 'hotmail.co.uk'],
    ['yaho.com', 'yahoo.com'],
    ['ahoo.com', 'yahoo.com'],
    ['yahooo.fr', 'yahoo.fr'],
    ['outlok.com', 'outlook.com'],
    ['outloook.con', 'outlook.com'],
    ['iclod.com', 'icloud.com'],
    ['gmx.dee', 'gmx.de'],
    ['aol.con', 'aol.com'],
    ['comcst.net', 'comcast.net'],
    ['protonmial.com', 'protonmail.com'],
  ];
  for (const [domain, provider] of meant) {
    const verdict = verdictOf(e02TypoDomain, { email: `Jane.Doe@${domain}` });
    assert.equal(evidenceOf(verdict, 'Meant'), `Jane.Doe@${provider}`, domain);
    assert.ok(
      typeof verdict !== 'string' && verdict.outcome === 'failed' && verdict.suggestion === `Jane.Doe@${provider}`,
    );
  }
  assert.equal(outcomeOf(e02TypoDomain, { email: 'jane@@gmail.com' }), 'not_run');
});

test('E02 leaves known domains and neighbours alone', () => {
  const known =
    'gmail.com googlemail.com gmx.net gmx.de gmx.at gmx.ch web.de mail.com email.com ymail.com me.com mac.com cox.net ' +
    'yahoo.ca yahoo.de yahoo.com.ar yahoo.es hotmail.nl live.be live.nl outlook.sa aon.com aol.com abl.com gail.com grail.com ' +
    'hotmart.com like.com line.com dive.com cloud.com google.com icloud.com zoho.com mailo.com web.dk hotel.com orange.be ' +
    'yandex.com rogers.com example.com acme.io sap.com ibm.com msn.com mail.ru t-online.de free.fr uol.com.br qq.com 163.com';
  for (const domain of known.split(' ')) {
    assert.equal(outcomeOf(e02TypoDomain, { email: `jane@${domain}` }), 'passed', domain);
  }
});

test('E03 refuses suffixes nobody can register under', () => {
  const verdict = verdictOf(e03TldUnknown, { email: 'a@example.comm' });
  assert.equal(evidenceOf(verdict, 'Suffix'), 'comm');
  assert.ok(typeof verdict !== 'string' && verdict.outcome === 'failed');
  assert.match(verdict.list ?? '', /^Public suffix list in tldts \d+\.\d+\.\d+/);
  for (const domain of ['a.co.uk', 'b.museum', 'c.xn--p1ai', 'd.рф', 'e.blogspot.com', 'f.photography']) {
    assert.equal(outcomeOf(e03TldUnknown, { email: `a@${domain}` }), 'passed', domain);
  }
  assert.equal(outcomeOf(e03TldUnknown, { email: 'a' }), 'not_run');
});

test('E04 follows the mail routing rules: MX, else address, else nothing', () => {
  const email = 'a@example.com';
  assert.equal(outcomeOf(e04NoMx, { email }), 'not_run');
  assert.equal(outcomeOf(e04NoMx, {}, dns({})), 'not_run');
  assert.equal(outcomeOf(e04NoMx, { email }, dns({ mx: 'error' })), 'unknown');
  assert.equal(outcomeOf(e04NoMx, { email }, dns({ mx: 'none', addresses: ['192.0.2.1'] })), 'passed');
  assert.equal(outcomeOf(e04NoMx, { email }, dns({ mx: [{ exchange: 'mx.example.com', priority: 10 }] })), 'passed');
  assert.equal(evidenceOf(verdictOf(e04NoMx, { email }, dns({ mx: 'nxdomain' })), 'DNS answer'), 'NXDOMAIN');
  const none = verdictOf(e04NoMx, { email }, dns({ mx: 'none' }));
  assert.equal(evidenceOf(none, 'DNS answer'), 'no MX, A or AAAA record');
  assert.equal(evidenceOf(none, 'Asked'), '2026-03-01 12:00:00 UTC');
});

test('E05 knows the null MX and servers out of reach', () => {
  const email = 'a@example.com';
  const mx = [{ exchange: 'mx.example.com', priority: 10 }];
  assert.equal(outcomeOf(e05NullMx, { email }), 'not_run');
  assert.equal(outcomeOf(e05NullMx, { email }, dns({ mx: 'error' })), 'unknown');
  assert.equal(outcomeOf(e05NullMx, { email }, dns({ mx: [{ exchange: '', priority: 0 }] })), 'failed');
  assert.equal(
    evidenceOf(verdictOf(e05NullMx, { email }, dns({ mx: [{ exchange: '.', priority: 0 }] })), 'MX record'),
    '0 .',
  );
  assert.equal(outcomeOf(e05NullMx, { email }, dns({ mx, mxAddresses: ['127.0.0.1', '10.0.0.5', '::1'] })), 'failed');
  assert.equal(outcomeOf(e05NullMx, { email }, dns({ mx, mxAddresses: ['10.0.0.5', '8.8.8.8'] })), 'passed');
  assert.equal(outcomeOf(e05NullMx, { email }, dns({ mx, mxAddresses: [] })), 'passed');
  assert.equal(outcomeOf(e05NullMx, { email }, dns({ mx: 'none', addresses: ['192.168.1.1'] })), 'failed');
});

test('E06 finds throw-away domains, their subdomains and their mail servers', () => {
  for (const domain of [
    'mailinator.com',
    'x.mailinator.com',
    'yopmail.com',
    'guerrillamail.com',
    '10minutemail.com',
    'trashmail.com',
  ]) {
    assert.equal(outcomeOf(e06Disposable, { email: `a@${domain}` }), 'failed', domain);
  }
  const hidden = dns({ mx: [{ exchange: 'mail.mailinator.com', priority: 1 }] });
  const verdict = verdictOf(e06Disposable, { email: 'a@innocent-shop.com' }, hidden);
  assert.equal(evidenceOf(verdict, 'Mail server'), 'mail.mailinator.com');
  assert.ok(typeof verdict !== 'string' && verdict.outcome === 'failed');
  assert.equal(verdict.list, '@dahoom/disposable-email 0.3.253, undated');
  for (const domain of [
    'zoho.com',
    'gmail.com',
    'duck.com',
    'mozmail.com',
    'email.com',
    'qq.com',
    'example.com',
    'gmx.net',
  ]) {
    assert.equal(outcomeOf(e06Disposable, { email: `a@${domain}` }), 'passed', domain);
  }
  assert.equal(outcomeOf(e06Disposable, { email: 'a@gmial.com' }), 'unknown');
  assert.equal(outcomeOf(e06Disposable, { email: 'a' }), 'not_run');
});

test('E07 tells offices from people', () => {
  assert.equal(evidenceOf(verdictOf(e07Role, { email: 'Info@acme.com' }), 'Role'), 'info');
  assert.equal(evidenceOf(verdictOf(e07Role, { email: 'sales+web@acme.com' }), 'Role'), 'sales');
  assert.equal(outcomeOf(e07Role, { email: 'alexa@acme.com' }), 'passed');
  assert.equal(outcomeOf(e07Role, { email: 'jane.info@acme.com' }), 'passed');
  assert.equal(outcomeOf(e07Role, { email: 'page@acme.com', name: 'Larry Page' }), 'passed');
  assert.equal(outcomeOf(e07Role, { email: 'marketing@acme.com', name: 'Larry Page' }), 'failed');
  assert.equal(outcomeOf(e07Role, {}), 'not_run');
});

test('E08 asks for a company address only where the form does', () => {
  const wanted = { client: { duplicate_window_days: 30, company_email_wanted: true } };
  assert.equal(
    evidenceOf(verdictOf(e08FreeForB2b, { email: 'a@googlemail.com' }, wanted), 'Provider'),
    'Gmail (googlemail.com)',
  );
  assert.equal(outcomeOf(e08FreeForB2b, { email: 'a@tutanota.com' }, wanted), 'failed');
  assert.equal(outcomeOf(e08FreeForB2b, { email: 'a@siemens.com' }, wanted), 'passed');
  assert.equal(outcomeOf(e08FreeForB2b, { email: 'a@gmail.com' }), 'not_run');
  assert.equal(outcomeOf(e08FreeForB2b, { phone: '1' }, wanted), 'not_run');
});

test('E09 needs both an alias and an earlier lead', () => {
  const seen = { duplicates: { email: { lead_id: 'lead-1', createdAt: NOW - 86_400_000, source: 'landing' } } };
  const verdict = verdictOf(e09Alias, { email: 'j.ohn+2@gmail.com' }, seen);
  assert.equal(evidenceOf(verdict, 'Mailbox'), 'john@gmail.com');
  assert.equal(evidenceOf(verdict, 'Earlier lead'), 'lead-1, 2026-02-28 12:00:00 UTC, from landing');
  assert.equal(outcomeOf(e09Alias, { email: 'jo.hn@gmail.com' }, seen), 'failed');
  assert.equal(outcomeOf(e09Alias, { email: 'john-shop@yahoo.com' }, seen), 'failed');
  assert.equal(outcomeOf(e09Alias, { email: 'x1y2@privaterelay.appleid.com' }, seen), 'failed');
  assert.equal(outcomeOf(e09Alias, { email: 'john@gmail.com' }, seen), 'passed');
  assert.equal(outcomeOf(e09Alias, { email: 'j.ohn@acme.com' }, seen), 'passed');
  assert.equal(outcomeOf(e09Alias, { email: 'john+2@gmail.com' }, { duplicates: {} }), 'passed');
  assert.equal(outcomeOf(e09Alias, { email: 'john+2@gmail.com' }), 'not_run');
});

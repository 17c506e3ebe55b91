import assert from 'node:assert/strict';
import { test } from 'node:test';
import numbers from '@ip1sms/disposable-phone-numbers/number-list.json' with { type: 'json' };
import { PUBLIC_SMS_LIST, publicSmsLastSeen } from './public-sms-numbers.ts';

test('every number of the list is found with its day, none with a digit more, and no name that every object has', () => {
  for (const [digits, day] of Object.entries(numbers)) assert.equal(publicSmsLastSeen(`+${digits}`), day);
  assert.equal(publicSmsLastSeen('+462002310'), undefined);
  for (const name of ['constructor', 'toString', '__proto__', ''])
    assert.equal(publicSmsLastSeen(`+${name}`), undefined);
});

test('the list is cited with the newest of its days', () => {
  const cited = PUBLIC_SMS_LIST.split(', ').at(-1) ?? '';
  const days: string[] = Object.values(numbers);
  assert.ok(days.includes(cited), PUBLIC_SMS_LIST);
  assert.ok(days.every((day) => day <= cited));
});

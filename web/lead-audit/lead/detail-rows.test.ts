import assert from 'node:assert/strict';
import { test } from 'node:test';
import { personalDetails } from './detail-rows.ts';

test('delivered values stand in groups, readable, without empty ones', () => {
  const groups = personalDetails({
    email: 'a@b.c',
    message: '',
    device: { ip: '203.0.113.7', mobile_hint: false },
    consent: { channels: ['email', 'phone'] },
    custom: {},
  });
  assert.deepEqual(groups, [
    { label: 'Person', rows: [{ label: 'Email', value: 'a@b.c' }] },
    {
      label: 'Device',
      rows: [
        { label: 'IP', value: '203.0.113.7' },
        { label: 'Mobile hint', value: 'no' },
      ],
    },
    { label: 'Consent', rows: [{ label: 'Channels', value: 'email, phone' }] },
  ]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stateOf } from './state.ts';

test('a finding is open until something is decided', () => {
  assert.deepEqual(stateOf(undefined, 500), { state: 'open', grownBy: null });
  assert.deepEqual(stateOf({ action: 'dismissed', leads: 100 }, 100), { state: 'dismissed', grownBy: null });
  assert.deepEqual(stateOf({ action: 'payout_held', leads: 100 }, 90), { state: 'acted', grownBy: null });
});

test('it opens again when it grew by a quarter and by ten leads', () => {
  assert.equal(stateOf({ action: 'dismissed', leads: 100 }, 124).state, 'dismissed');
  assert.deepEqual(stateOf({ action: 'dismissed', leads: 100 }, 125), { state: 'open', grownBy: 25 });
  assert.equal(stateOf({ action: 'payout_held', leads: 12 }, 21).state, 'acted');
  assert.deepEqual(stateOf({ action: 'payout_held', leads: 12 }, 22), { state: 'open', grownBy: 10 });
});

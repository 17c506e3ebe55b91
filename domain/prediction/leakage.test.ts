import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bankCalls } from '../../test/bank-calls.ts';
import { categorical, type Feature, rowsOf } from './features.ts';
import { findLeaks } from './leakage.ts';

const draw = (row: number, salt: number) => Math.abs((Math.sin(row * 12.9898 + salt * 78.233) * 43758.5453) % 1);
const ROWS = 3000;
const at = Float64Array.from({ length: ROWS }, (_, row) => row * 1000);
const honest: Feature = {
  kind: 'numeric',
  name: 'pages read',
  values: Float64Array.from({ length: ROWS }, (_, row) => draw(row, 1) * 10),
};
const label = Uint8Array.from({ length: ROWS }, (_, row) => (draw(row, 2) < honest.values[row]! / 20 ? 1 : 0));
const refusedOf = (...features: Feature[]) => findLeaks({ rows: ROWS, features: [honest, ...features] }, label, at);

test('of the calls of a bank, only their duration is refused: it is known when the answer is', () => {
  const { table, label: subscribed, at: time } = bankCalls();
  assert.deepEqual(
    findLeaks(table, subscribed, time).map(({ feature, cause }) => [feature, cause]),
    [['duration', 'too_good']],
  );
});

test('an honest feature is kept, however much of the outcome it explains', () => {
  assert.deepEqual(refusedOf(), []);
});

test('a value that was set after the lead was scored is refused with how often, a slip in a hundred is not', () => {
  const edited = (every: number): Feature => ({
    ...honest,
    name: 'completeness',
    setAt: at.map((time, row) => (row % every === 0 ? time + 1 : time)),
  });
  const [refusal] = refusedOf(edited(10));
  assert.deepEqual(
    [refusal?.cause, refusal?.reason],
    ['set_later', 'In 300 of 3000 leads its value was set after the lead was scored.'],
  );
  assert.deepEqual(refusedOf(edited(200)), []);
});

test('what is known to come later is refused whatever its values', () => {
  assert.equal(refusedOf({ ...honest, name: 'revenue', setLater: true })[0]?.cause, 'set_later');
});

test('a copy of the outcome with slips is too good, a value that only converted leads have is too pure', () => {
  const copy: Feature = {
    kind: 'numeric',
    name: 'minutes of calls',
    values: Float64Array.from(label, (y, row) => (draw(row, 5) < 0.05 ? 1 - y : y) + draw(row, 6) / 2),
  };
  const stage = categorical(
    'stage',
    Array.from(label, (y, row) => (y === 1 && draw(row, 7) < 0.3 ? 'order received' : 'open')),
  );
  assert.deepEqual(
    refusedOf(copy, stage)
      .map(({ feature, cause }) => `${feature}: ${cause}`)
      .sort(),
    ['minutes of calls: too_good', 'stage: too_pure'],
  );
});

test('what is recorded as a lead comes may be better than all else, but not as good as the outcome itself', () => {
  const source = (slips: number) => ({
    ...categorical(
      'source',
      Array.from(label, (y, row) => ((draw(row, 8) < slips ? 1 - y : y) === 1 ? 'Referral' : 'Banner')),
    ),
    recorded: true,
  });
  assert.deepEqual(refusedOf(source(0.2)), []);
  assert.equal(refusedOf({ ...source(0.2), recorded: false })[0]?.cause, 'too_good');
  assert.equal(refusedOf(source(0.02))[0]?.feature, 'source');
});

test('a slice without one of the outcomes refuses nothing', () => {
  const table = rowsOf({ rows: ROWS, features: [honest] }, { from: 0, to: 50 });
  assert.deepEqual(findLeaks(table, new Uint8Array(50), at.subarray(0, 50)), []);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { encode, fitEncoding } from './encode.ts';
import { categorical, type FeatureTable } from './features.ts';
import { fitRates, ratesOf, ratesOutOfFold } from './rate-encoding.ts';

const numeric = (name: string, values: number[]) =>
  ({ kind: 'numeric', name, values: Float64Array.from(values) }) as const;

/** The columns of a row that are not 0, with their values. */
function cells(table: FeatureTable, encoding: ReturnType<typeof fitEncoding>, row: number): [number, number][] {
  const { columns, values, entries } = encode(encoding, table);
  return Array.from({ length: entries }, (_, place): [number, number] => [
    columns[row * entries + place]!,
    values[row * entries + place]!,
  ]).filter(([, value]) => value !== 0);
}

test('a number stands between its knots, beyond them at the last one, and missing has its own column', () => {
  const training = { rows: 3, features: [numeric('n', [0, 10, 20])] };
  const encoding = fitEncoding(training);
  const asked = { rows: 5, features: [numeric('n', [5, 12.5, -3, 99, Number.NaN])] };
  assert.equal(encoding.width, 1 + 3 + 1);
  const expected = [
    [
      [1, 0.5],
      [2, 0.5],
    ],
    [
      [2, 0.75],
      [3, 0.25],
    ],
    [[1, 1]],
    [[3, 1]],
    [[4, 1]],
  ];
  for (const [row, own] of expected.entries()) assert.deepEqual(cells(asked, encoding, row), [[0, 1], ...own]);
});

test('a rare level and one never seen share a column', () => {
  const training = { rows: 6, features: [categorical('c', ['a', 'a', 'b', 'b', 'rare', 'a'])] };
  const encoding = fitEncoding(training, { rareRows: 2 });
  const asked = { rows: 4, features: [categorical('c', ['new', 'b', 'rare', 'a'])] };
  assert.deepEqual(
    [0, 1, 2, 3].map((row) => cells(asked, encoding, row)[1]),
    [
      [3, 1],
      [2, 1],
      [3, 1],
      [1, 1],
    ],
  );
});

test('every feature of a row gives weights that sum to one', () => {
  const values = fc.array(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(Number.NaN)), {
    minLength: 1,
    maxLength: 60,
  });
  fc.assert(
    fc.property(values, values, (seen, asked) => {
      const encoding = fitEncoding({ rows: seen.length, features: [numeric('n', seen)] }, { knots: 4 });
      const design = encode(encoding, { rows: asked.length, features: [numeric('n', asked)] });
      for (let row = 0; row < asked.length; row++) {
        const sum = design.values[row * 3 + 1]! + design.values[row * 3 + 2]!;
        // A feature that was always missing in training has no knots: a number tells nothing then.
        const nothing = encoding.width === 2 && Number.isFinite(asked[row]);
        assert.ok(Math.abs(sum - (nothing ? 0 : 1)) < 1e-9);
      }
    }),
  );
});

test('a feature that is gone or has become another kind is refused', () => {
  const encoding = fitEncoding({ rows: 2, features: [numeric('n', [1, 2])] });
  assert.throws(() => encode(encoding, { rows: 0, features: [] }), /“n” is not there/);
  assert.throws(() => encode(encoding, { rows: 1, features: [categorical('n', ['x'])] }), /was a numeric one/);
});

test("a row's own outcome never shows in its own rate", () => {
  const feature = categorical(
    'c',
    Array.from({ length: 40 }, (_, row) => `level ${row % 3}`),
  );
  const label = Uint8Array.from({ length: 40 }, (_, row) => (row % 4 === 0 ? 1 : 0));
  const before = ratesOutOfFold(feature, label);
  for (let row = 0; row < 40; row++) {
    const turned = label.slice();
    turned[row] = 1 - turned[row]!;
    assert.equal(ratesOutOfFold(feature, turned)[row], before[row]);
  }
});

test('the rate of a level is drawn to that of all by fifty rows; an unknown level has the rate of all', () => {
  const feature = categorical('c', [...new Array<string>(50).fill('a'), ...new Array<string>(50).fill('b')]);
  const label = Uint8Array.from({ length: 100 }, (_, row) => (row < 40 ? 1 : 0));
  const rates = fitRates(feature, label);
  assert.deepEqual([...ratesOf(rates, categorical('c', ['a', 'b', 'constructor']))], [0.6, 0.2, 0.4]);
});

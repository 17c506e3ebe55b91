import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type FieldValue, survivingValue } from './survivorship.ts';

const value = (lead: string, rest: Partial<FieldValue> = {}): FieldValue => ({
  lead,
  key: lead,
  verified: undefined,
  at: 0,
  trust: 0,
  ...rest,
});

test('each rule decides only what the rules before it leave open', () => {
  const older = value('older', { at: 1, trust: 3, verified: true });
  const newer = value('newer', { at: 2 });
  assert.deepEqual(survivingValue([older, newer]), { lead: 'older', reason: 'verified', losing: ['newer'] });
  const plain = { ...older, verified: undefined };
  assert.deepEqual(survivingValue([plain, newer]), { lead: 'newer', reason: 'newest', losing: ['older'] });
  assert.equal(survivingValue([plain, newer], undefined, 'first')?.reason, 'first');
  assert.equal(survivingValue([plain, { ...newer, at: 1 }])?.reason, 'source_trust');
  const [a, b, c] = [value('a', { key: 'x' }), value('b', { key: 'y' }), value('c', { key: 'y' })];
  assert.deepEqual(survivingValue([a, b, c]), { lead: 'b', reason: 'most_frequent', losing: ['a'] });
});

test('what a check refused loses to what nobody could tell', () => {
  const refused = value('refused', { verified: false, at: 9 });
  assert.equal(survivingValue([refused, value('untold')])?.lead, 'untold');
});

test('a person’s choice stands until its lead is gone or its field empty', () => {
  const [a, b] = [value('a', { verified: true }), value('b')];
  assert.deepEqual(survivingValue([a, b], 'b'), { lead: 'b', reason: 'chosen', losing: ['a'] });
  assert.equal(survivingValue([a], 'b')?.lead, 'a');
  assert.equal(survivingValue([a, { ...b, key: undefined }], 'b')?.lead, 'a');
});

test('equal values are one value: nothing is lost, and nothing had to be decided', () => {
  const same = survivingValue([value('a', { key: 'x', at: 1 }), value('b', { key: 'x', at: 2 })]);
  assert.deepEqual(same, { lead: 'b', reason: 'only_value', losing: [] });
  assert.equal(survivingValue([value('a', { key: undefined })]), undefined);
});

const drawn = fc.uniqueArray(
  fc.record({
    lead: fc.constantFrom(...'abcdef'),
    key: fc.option(fc.constantFrom('x', 'y', 'z'), { nil: undefined }),
    verified: fc.option(fc.boolean(), { nil: undefined }),
    at: fc.integer({ min: 0, max: 2 }),
    trust: fc.integer({ min: 0, max: 2 }),
  }),
  { selector: ({ lead }) => lead, maxLength: 6 },
);

test('the order of the records has no say, and every other value is named as losing', () => {
  fc.assert(
    fc.property(
      drawn.chain((values) => fc.tuple(fc.constant(values), fc.shuffledSubarray(values, { minLength: values.length }))),
      fc.option(fc.constantFrom(...'abcdef'), { nil: undefined }),
      ([values, shuffled], chosen) => {
        const kept = survivingValue(values, chosen);
        const again = survivingValue(shuffled, chosen);
        assert.deepEqual(
          again && { ...again, losing: [...again.losing].sort() },
          kept && { ...kept, losing: [...kept.losing].sort() },
        );
        const key = values.find(({ lead }) => lead === kept?.lead)?.key;
        const others = values.filter((other) => other.key !== undefined && other.key !== key);
        assert.deepEqual([...(kept?.losing ?? [])].sort(), others.map(({ lead }) => lead).sort());
      },
    ),
    { numRuns: 500 },
  );
});

/** Random rules for property tests. Tests only. */
import fc from 'fast-check';
import {
  SEGMENT_EVENTS,
  SEGMENT_NUMBER_FIELDS,
  SEGMENT_STAGES,
  SEGMENT_TEXT_FIELDS,
  SEGMENT_TIME_FIELDS,
  type SegmentGroup,
  type SegmentLeaf,
  type SegmentRule,
  TEXT_OPERATORS,
} from '#contract/segment-rules.ts';

/** Values that the leads of a test have, so that random rules hold for some of them. */
export interface RulePool {
  texts: readonly string[];
  checks: readonly string[];
  tokens: readonly string[];
  /** ISO days. */
  days: readonly string[];
  segments: readonly string[];
}

/** Groups of rules up to three deep, drawn from the pool. */
export function anyRules(pool: RulePool): fc.Arbitrary<SegmentGroup> {
  const leaf = anyLeaf(pool);
  const group = (rule: fc.Arbitrary<SegmentRule>): fc.Arbitrary<SegmentGroup> =>
    fc.record({
      kind: fc.constant('group' as const),
      match: fc.constantFrom('all' as const, 'any' as const, 'none' as const),
      rules: fc.array(rule, { maxLength: 4 }),
    });
  return group(fc.oneof({ weight: 3, arbitrary: leaf }, { weight: 1, arbitrary: group(fc.oneof(leaf, group(leaf))) }));
}

function anyLeaf({ texts, checks, tokens, days, segments }: RulePool): fc.Arbitrary<SegmentLeaf> {
  const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const ends = <T extends number | string>([one, other]: [T | undefined, T | undefined]): [
    T | undefined,
    T | undefined,
  ] => (one !== undefined && other !== undefined && one > other ? [other, one] : [one, other]);
  const within = optional(fc.constantFrom(1, 3, 7, 30, 400));
  const number = fc.oneof(
    fc.integer({ min: 0, max: 100 }),
    fc.double({ min: 0, max: 100, noNaN: true }),
    fc.constant(0.85),
  );
  const quintiles = fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
  return fc.oneof(
    fc.record({
      kind: fc.constant('text' as const),
      field: fc.constantFrom(...SEGMENT_TEXT_FIELDS),
      operator: fc.constantFrom(...TEXT_OPERATORS),
      values: fc.array(fc.constantFrom(...texts), { minLength: 1, maxLength: 3 }),
    }),
    fc
      .record({
        field: fc.constantFrom(...SEGMENT_NUMBER_FIELDS),
        ends: fc.tuple(optional(number), optional(number)).map(ends),
      })
      .map(({ field, ends: [min = 0, max] }) => ({
        kind: 'number' as const,
        field,
        min,
        ...(max === undefined ? {} : { max }),
      })),
    fc
      .record({
        field: fc.constantFrom(...SEGMENT_TIME_FIELDS),
        ends: fc.tuple(optional(fc.constantFrom(...days)), optional(fc.constantFrom(...days))).map(ends),
        within,
      })
      .map(({ field, ends: [from, to], within: within_days }) => ({
        kind: 'time' as const,
        field,
        from,
        to,
        within_days,
      })),
    fc.record({
      kind: fc.constant('check' as const),
      checks: fc.array(fc.constantFrom(...checks), { minLength: 1, maxLength: 3 }),
      match: fc.constantFrom('any' as const, 'all' as const),
    }),
    fc.record({ kind: fc.constant('duplicate' as const), duplicate: fc.boolean() }),
    fc.record({
      kind: fc.constant('reached' as const),
      stage: fc.constantFrom(...SEGMENT_STAGES),
      within_days: within,
    }),
    fc.record({
      kind: fc.constant('words' as const),
      tokens: fc.array(fc.constantFrom(...tokens), { minLength: 1, maxLength: 2 }),
    }),
    fc.record({
      kind: fc.constant('event' as const),
      events: fc.array(fc.constantFrom(...SEGMENT_EVENTS), { minLength: 1, maxLength: 6 }),
      at_least: fc.integer({ min: 1, max: 4 }),
      when: fc.constantFrom('last' as const, 'before' as const, 'after' as const),
      within_days: within,
    }),
    fc
      .tuple(fc.constantFrom('recency' as const, 'frequency' as const, 'monetary' as const), quintiles)
      .map(([side, chosen]) => ({ kind: 'rfm' as const, [side]: chosen })),
    fc.constantFrom(...segments).map((id) => ({ kind: 'segment' as const, id })),
  );
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SegmentGroup, type SegmentRule } from '#contract/segment-rules.ts';
import { segmentFaults } from './faults.ts';

const all = (...rules: SegmentRule[]): SegmentGroup => ({ kind: 'group', match: 'all', rules });
const refer = (id: string): SegmentRule => ({ kind: 'segment', id });
const [A, B, C] = ['a', 'b', 'c'].map((letter) => `01900000-0000-7000-8000-00000000000${letter}`) as [
  string,
  string,
  string,
];
const none = { checks: new Set<string>(), segments: new Map() };

test('each fault names the path of its rule', () => {
  const rules = all(
    { kind: 'text', field: 'validation_status', operator: 'is', values: ['good'] },
    {
      kind: 'group',
      match: 'any',
      rules: [
        { kind: 'check', checks: ['P01_PARSE', 'X99'], match: 'any' },
        { kind: 'text', field: 'keyword', operator: 'contains', values: [''] },
        refer(A),
      ],
    },
  );
  const faults = segmentFaults(rules, { checks: new Set(['P01_PARSE']), segments: new Map() });
  assert.deepEqual(
    faults.map(({ field }) => field),
    [
      'rules.rules.0.values',
      'rules.rules.1.rules.0.checks',
      'rules.rules.1.rules.1.values',
      'rules.rules.1.rules.2.id',
    ],
  );
  assert.match(faults[1]?.message ?? '', /“X99”/);
});

test('a segment cannot come back to itself, however long the way', () => {
  const segments = new Map([
    [A, { name: 'First', rules: all(refer(B)) }],
    [B, { name: 'Second', rules: all({ kind: 'group', match: 'none', rules: [refer(C)] }) }],
    [C, { name: 'Third', rules: all() }],
  ]);
  const known = { ...none, segments };
  assert.deepEqual(segmentFaults(all(refer(A)), known, C), [
    { field: 'rules.rules.0.id', message: 'goes in a circle: First → Second → Third' },
  ]);
  assert.equal(segmentFaults(all(refer(C)), known, C).length, 1);
  assert.deepEqual(segmentFaults(all(refer(B), refer(C)), known, A), []);
});

test('the shape refuses what nests deeper than four groups, and says where', () => {
  let deep: SegmentGroup = all();
  for (let depth = 1; depth < 4; depth++) deep = all(deep);
  assert.ok(SegmentGroup.safeParse(deep).success);
  const refused = SegmentGroup.safeParse(all(deep));
  assert.deepEqual(refused.error?.issues[0]?.path.join('.'), 'rules.0.rules.0.rules.0.rules.0.kind');
  const many = all(...Array.from({ length: 5 }, () => all(...Array.from({ length: 45 }, () => all()))));
  assert.match(segmentFaults(many, none)[0]?.message ?? '', /231 rules/);
});

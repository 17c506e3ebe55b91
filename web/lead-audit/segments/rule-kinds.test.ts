import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SegmentGroup } from '#contract/segment-rules.ts';
import { finishedRules, freshRule, SUBJECTS, subjectOf } from './rule-kinds.ts';

test('a fresh rule of every subject is of that subject, and is taken as soon as it is finished', () => {
  const subjects = SUBJECTS.flatMap(({ options }) => options.map(({ value }) => value));
  assert.ok(subjects.length > 30);
  for (const subject of subjects) {
    const rule = freshRule(subject);
    assert.equal(subjectOf(rule), subject);
    const { rules, unfinished } = finishedRules({ kind: 'group', match: 'all', rules: [rule] });
    assert.equal(rules.rules.length + unfinished, 1, subject);
    assert.ok(SegmentGroup.safeParse(rules).success, subject);
  }
});

test('unfinished rules are counted through groups and left out', () => {
  const group: SegmentGroup = {
    kind: 'group',
    match: 'all',
    rules: [
      { kind: 'words', text: 'a' },
      {
        kind: 'group',
        match: 'none',
        rules: [
          { kind: 'number', field: 'revenue', min: Number.NaN },
          { kind: 'duplicate', duplicate: true },
        ],
      },
    ],
  };
  assert.deepEqual(finishedRules(group), {
    unfinished: 2,
    rules: {
      kind: 'group',
      match: 'all',
      rules: [{ kind: 'group', match: 'none', rules: [{ kind: 'duplicate', duplicate: true }] }],
    },
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { behindText, chosen, GOALS, keyLabel, leadsBehind } from './journey-words.ts';

test('a number becomes a filter with all its keys, over a period that holds its leads', () => {
  const search = leadsBehind({
    about: 'path',
    from: '2026-11-01',
    to: '2026-11-20',
    key: ['paid_search', 'a, b & c'],
    goal: 'lead',
  });
  assert.deepEqual(new URLSearchParams(search.journey).getAll('key'), ['paid_search', 'a, b & c']);
  assert.equal(search.from, '2025-11-01');
  assert.equal(search.to, '2026-11-20');
  assert.equal(behindText(search.journey ?? ''), 'way paid_search › a, b & c, 2026-11-01 – 2026-11-20');
});

test('a funnel that runs on past the period takes later leads too', () => {
  const search = leadsBehind(
    { about: 'funnel', from: '2026-11-01', to: '2026-11-20', step: '2', outcome: 'dropped' },
    30,
  );
  assert.equal(search.to, '2026-12-20');
  assert.match(behindText(search.journey ?? ''), /^left after step 2 of a funnel/);
});

test('words', () => {
  assert.equal(keyLabel('channel', 'paid_search'), 'Paid search');
  assert.equal(keyLabel('campaign', 'paid_search'), 'paid_search');
  assert.equal(chosen(GOALS, 'converted', 'lead'), 'converted');
  assert.equal(chosen(GOALS, 'nonsense', 'lead'), 'lead');
});

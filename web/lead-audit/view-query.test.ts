import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sameView, viewQuery } from './view-query.ts';

test('a view remembers its own keys only, never the period or the open lead', () => {
  const search = { source: 'Meta Ads,Google', from: '2026-01-01', lead: 'x', quality_score: '0-39', flag: '' };
  assert.deepEqual(viewQuery(search, ['source', 'quality_score', 'flag']), {
    source: 'Meta Ads,Google',
    quality_score: '0-39',
  });
});

test('the order of keys makes no difference, another key does', () => {
  assert.equal(sameView({ a: '1', b: 'x y' }, { b: 'x y', a: '1' }), true);
  assert.equal(sameView({}, {}), true);
  assert.equal(sameView({ a: '1' }, { a: '1', b: '2' }), false);
  assert.equal(sameView({ a: '1' }, { b: '1' }), false);
});

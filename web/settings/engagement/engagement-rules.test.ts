import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_ENGAGEMENT } from '#domain/engagement/score.ts';
import { faultOf } from './engagement-rules.ts';

test('rules are refused with the deed and the number that is wrong', () => {
  const { kinds } = DEFAULT_ENGAGEMENT;
  assert.equal(faultOf(DEFAULT_ENGAGEMENT), undefined);
  assert.match(faultOf({ cap: Number.NaN, kinds }) ?? '', /most points/);
  const call = { points: 101, half_life_days: 30 };
  assert.match(faultOf({ cap: 100, kinds: { ...kinds, call } }) ?? '', /^Was on the phone: points/);
  const visit = { points: 1, half_life_days: 0 };
  assert.match(faultOf({ cap: 100, kinds: { ...kinds, visit } }) ?? '', /^Visited the site: a half-life/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numberRange } from '#domain/lead-list/ranges.ts';
import { bandOf } from './bands.ts';

test('the groups part all chances among them, each a range that the list can read', () => {
  const bins = [{ predicted: 0.01 }, { predicted: 0.05 }, { predicted: 0.301 }];
  assert.deepEqual(
    bins.map((_, place) => bandOf(bins, place)),
    ['0-3', '3-17.55', '17.55-100'],
  );
  for (const [place] of bins.entries()) assert.ok(numberRange(bandOf(bins, place)));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buckets } from '../../charts/scale.ts';
import { OTHER, toggleShown, volumeSeries } from './volume-series.ts';

const days = ['2026-11-01', '2026-11-02'];

test('more than seven sources become six and the rest, and no lead is lost', () => {
  const volume = Array.from({ length: 10 }, (_, i) => ({ source: `s${i}`, daily: [i, 2 * i] }));
  const series = volumeSeries(volume, buckets(days), () => 'c1');
  assert.equal(series.length, 7);
  assert.equal(series[0]?.name, 's9');
  assert.deepEqual(series.at(-1)?.sources, ['s3', 's2', 's1', 's0']);
  assert.equal(series.at(-1)?.name, OTHER);
  assert.equal(
    series.reduce((total, one) => total + one.total, 0),
    135,
  );
});

test('the legend isolates, adds, takes away, and ends at all again', () => {
  const all = ['a', 'b', 'c'];
  assert.deepEqual(toggleShown(all, all, 'b'), ['b']);
  assert.deepEqual(toggleShown(all, ['b'], 'a'), ['a', 'b']);
  assert.deepEqual(toggleShown(all, ['a', 'b'], 'a'), ['b']);
  assert.deepEqual(toggleShown(all, ['b'], 'b'), all);
});

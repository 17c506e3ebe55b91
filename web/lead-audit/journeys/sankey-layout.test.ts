import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sankeyLayout } from './sankey-layout.ts';

const nodes = [
  { step: 1, key: 'Search', journeys: 60 },
  { step: 1, key: 'Social', journeys: 40 },
  { step: 2, key: 'Direct', journeys: 30 },
];
const links = [
  { step: 1, from: 'Search', to: 'Direct', end: null, journeys: 20 },
  { step: 1, from: 'Search', to: '', end: 'converted' as const, journeys: 40 },
  { step: 1, from: 'Social', to: 'Direct', end: null, journeys: 10 },
  { step: 1, from: 'Social', to: '', end: 'lost' as const, journeys: 30 },
  { step: 2, from: 'Direct', to: '', end: 'converted' as const, journeys: 30 },
];

test('what leaves a box arrives somewhere, nothing is drawn outside, boxes of a column do not overlap', () => {
  const { boxes, bands, steps } = sankeyLayout({ nodes, links }, { width: 600, height: 300, box: 10 });
  assert.equal(steps, 2);
  assert.equal(bands.length, links.length);
  for (const box of boxes) {
    assert.ok(box.x >= 0 && box.x + 10 <= 600 && box.y >= 0 && box.y + box.height <= 301, JSON.stringify(box));
    const out = bands.filter(({ from }) => from === box).reduce((sum, { journeys }) => sum + journeys, 0);
    assert.equal(out, box.end === null ? box.journeys : 0);
    const below = boxes.find((other) => other.x === box.x && other.y > box.y);
    if (below) assert.ok(box.y + box.height < below.y);
  }
  const ends = boxes.filter(({ step }) => step === 2).map(({ key, journeys }) => [key, journeys]);
  assert.deepEqual(ends, [
    ['Direct', 30],
    ['converted', 40],
    ['lost', 30],
  ]);
});

test('no journeys, no boxes', () => {
  assert.deepEqual(sankeyLayout({ nodes: [], links: [] }, { width: 600, height: 300, box: 10 }).boxes, []);
});

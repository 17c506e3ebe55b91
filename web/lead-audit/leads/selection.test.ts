import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countPicked, headState, isPicked, NOTHING, pickRange, toggle } from './selection.ts';

const loaded = ['a', 'b', 'c', 'd'];

test('toggling picks and unpicks, and taking one from all leaves the loaded others', () => {
  const one = toggle(NOTHING, 'b', loaded);
  assert.equal(isPicked(one, 'b'), true);
  assert.equal(countPicked(toggle(one, 'b', loaded), 9), 0);
  const allButOne = toggle({ all: true }, 'c', loaded);
  assert.equal(countPicked(allButOne, 900), 3);
  assert.equal(isPicked(allButOne, 'c'), false);
});

test('a range works in both directions and adds to what was picked', () => {
  const first = toggle(NOTHING, 'd', loaded);
  assert.equal(countPicked(pickRange(first, loaded, 2, 1), 4), 3);
});

test('the head box tells none, some and all', () => {
  assert.equal(headState(NOTHING, loaded), 'none');
  assert.equal(headState(toggle(NOTHING, 'a', loaded), loaded), 'some');
  assert.equal(headState(pickRange(NOTHING, loaded, 0, 3), loaded), 'all');
  assert.equal(headState({ all: true }, loaded), 'all');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openWith, steps, usPlaces, worldPlaces } from './places.ts';

const row = (country: string, region: string, leads: number, quality_score = 60, valid_rate = 0.8) => ({
  country,
  region,
  leads,
  quality_score,
  valid_rate,
});

test('one state spelt two ways is one place, and its link shows both spellings', () => {
  const [texas] = usPlaces([row('US', 'TX', 30, 70), row('US', 'Texas', 10, 50), row('US', 'Atlantis', 5)]);
  assert.equal(texas?.leads, 40);
  assert.equal(texas?.quality_score, 65);
  assert.deepEqual(texas?.search, { country: 'US', region: 'TX,Texas' });
});

test('countries add up over their regions and the unknown place has no filter', () => {
  const places = worldPlaces([row('DE', 'BY', 3), row('DE', 'BE', 4), row('', '', 9)]);
  assert.deepEqual(
    places.map((place) => [place.name, place.leads]),
    [
      ['Unknown', 9],
      ['Germany', 7],
    ],
  );
  assert.deepEqual(places[1]?.search, { country: 'DE' });
});

test('a place at the mean is pale, far below is the darkest of the warm side', () => {
  const places = usPlaces([row('US', 'TX', 1000, 60), row('US', 'AZ', 10, 40), row('US', 'CO', 10, 80)]);
  const step = steps(places, 'quality_score');
  assert.deepEqual(
    ['48', '04', '08'].map((key) => step.get(key)),
    [4, 1, 6],
  );
});

test('the map opens where most leads are', () => {
  assert.equal(openWith([row('US', 'TX', 60), row('DE', 'BY', 40)]), 'us');
  assert.equal(openWith([row('US', 'TX', 40), row('DE', 'BY', 60)]), 'world');
  assert.equal(openWith([]), 'us');
});

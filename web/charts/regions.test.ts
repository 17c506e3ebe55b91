import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { countryByNumeric, countryName, usState } from './regions.ts';

interface Atlas {
  objects: Record<string, { geometries: { id?: string; properties: { name: string } }[] }>;
}
const require = createRequire(import.meta.url);
const atlas = (file: string) => JSON.parse(readFileSync(require.resolve(file), 'utf8')) as Atlas;

test('every country with a code on the world atlas has its two letters, under a name that agrees', () => {
  const shapes = atlas('world-atlas/countries-110m.json').objects.countries?.geometries ?? [];
  const coded = shapes.filter((shape) => shape.id !== undefined && shape.properties.name !== 'Antarctica');
  assert.ok(coded.length > 170);
  assert.deepEqual(
    coded.filter((shape) => !countryByNumeric.has(shape.id ?? '')),
    [],
  );
  const sameStart = coded.filter((shape) => {
    const ours = countryName(countryByNumeric.get(shape.id ?? '') ?? '');
    return ours.slice(0, 3).toLowerCase() === shape.properties.name.slice(0, 3).toLowerCase();
  });
  // The rest are abbreviations of the atlas: Dem. Rep. Congo, W. Sahara, eSwatini and their like.
  assert.ok(sameStart.length >= coded.length - 12, `${coded.length - sameStart.length} names differ`);
});

test('every state of the US atlas is known by code and by name', () => {
  const shapes = atlas('us-atlas/states-albers-10m.json').objects.states?.geometries ?? [];
  const known = shapes.filter((shape) => usState(shape.properties.name)?.fips === shape.id);
  assert.equal(known.length, 51);
  assert.equal(usState('us-tx')?.name, 'Texas');
  assert.equal(usState('Bavaria'), undefined);
});

test('an unknown place keeps its own word', () => {
  assert.equal(countryName(''), 'Unknown');
  assert.equal(countryName('DE'), 'Germany');
  assert.equal(countryName('not a code'), 'not a code');
});

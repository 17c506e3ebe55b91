import assert from 'node:assert/strict';
import { test } from 'node:test';
import { facetOptions, filterText } from './facet-options.ts';

test('states stand in their own order even without leads, scores from the best down, the rest by count', () => {
  assert.deepEqual(
    facetOptions('validation_status', [{ value: 'invalid', leads: 4 }], []).map(
      ({ label, count }) => `${label} ${count}`,
    ),
    ['Valid 0', 'Invalid 4', 'Fraudulent 0', 'Pending 0'],
  );
  const bands = ['0-39', '80-100', '40-59'].map((value) => ({ value, leads: 1 }));
  assert.deepEqual(
    facetOptions('quality_score', bands, []).map(({ label }) => label),
    ['80–100', '40–59', '0–39'],
  );
  const countries = [
    { value: 'DE', leads: 2 },
    { value: 'US', leads: 9 },
  ];
  assert.deepEqual(
    facetOptions('country', countries, []).map(({ label }) => label),
    ['United States', 'Germany'],
  );
});

test('leads without a value are an option of their own, in the words of the API', () => {
  assert.deepEqual(facetOptions('region', [{ value: '(none)', leads: 3 }], []), [
    { value: '', label: 'Not given', count: 3 },
  ]);
  assert.equal(filterText('region', '(none),TX'), 'Not given, TX');
});

test('a chosen value stays in view when nothing matches it any more', () => {
  assert.deepEqual(facetOptions('source', [], ['Gone']), [{ value: 'Gone', label: 'Gone', count: 0 }]);
  assert.deepEqual(facetOptions('source', undefined, []), []);
});

test('chips read as people speak', () => {
  assert.equal(filterText('flag', 'B01_BOT_UA,Z99_NEW_THING'), 'Bot browser, New thing');
  assert.equal(filterText('quality_score', '0-39,40-59'), '0–39, 40–59');
  assert.equal(filterText('duplicate', 'true'), 'Yes');
  assert.equal(filterText('conversion_date', '2026-01-01..2026-01-31'), '2026-01-01 to 2026-01-31');
});

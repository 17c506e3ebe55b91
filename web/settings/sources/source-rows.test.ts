import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Source } from '#contract/workspace.ts';
import { draftOfSource, sourceOfDraft } from './source-rows.ts';

const partner: Source = {
  name: 'QuoteHarbor',
  kind: 'partner',
  price_minor: 2450,
  max_age_seconds: 43_200,
  countries: ['AT', 'DE'],
};

test('a described source comes back as it was', () => {
  assert.deepEqual(sourceOfDraft(draftOfSource(partner.name, partner, 'EUR'), 'EUR'), { source: partner });
});

test('a source only seen has no kind yet, and that is said', () => {
  assert.deepEqual(sourceOfDraft(draftOfSource('Fair', undefined, 'EUR'), 'EUR'), {
    faults: { kind: 'Choose a kind.' },
  });
});

test('half-typed numbers are named', () => {
  const { faults } = sourceOfDraft({ ...draftOfSource('X', partner, 'EUR'), price: '12,345', ageDays: 'two' }, 'EUR');
  assert.deepEqual(Object.keys(faults ?? {}), ['price', 'age']);
});

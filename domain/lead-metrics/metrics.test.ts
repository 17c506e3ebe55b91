import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { METRICS } from '#contract/analytics.ts';
import { addSums, type LeadSums, metricValue, noSums, SUMS, sumsFor } from './metrics.ts';

const sums = (some: Partial<LeadSums>): LeadSums => ({ ...noSums(), ...some });

test('nothing has no rates, no mean and no cost, but counts of zero', () => {
  for (const metric of METRICS) {
    const { value } = metricValue(metric, { sums: noSums() });
    const countable = metric.endsWith('_leads') || metric === 'leads' || metric === 'revenue_minor';
    assert.equal(value, countable ? 0 : null, metric);
  }
});

test('costs are those of leads with a price', () => {
  const some = sums({
    leads: 10,
    valid: 5,
    priced: 4,
    priced_valid: 2,
    cost: 1000,
    revenue: 9000,
    priced_revenue: 3000,
  });
  assert.equal(metricValue('cost_per_lead_minor', { sums: some }).value, 250);
  assert.equal(metricValue('cost_per_valid_lead_minor', { sums: some }).value, 500);
  assert.equal(metricValue('roas', { sums: some }).value, 3);
  assert.equal(metricValue('cost_per_valid_lead_minor', { sums: sums({ leads: 3, priced: 3, cost: 30 }) }).value, null);
});

test('the mean score has the interval of a mean', () => {
  // Scores 2, 4, 4, 4, 5, 5, 7, 9: mean 5, sum of squares 232, sample deviation 2.138.
  const value = metricValue('quality_score', { sums: sums({ leads: 8, quality: 40, quality_squares: 232 }) });
  assert.deepEqual(value, { value: 5, low: 3.52, high: 6.48, n: 8 });
  assert.deepEqual(metricValue('quality_score', { sums: sums({ leads: 1, quality: 40, quality_squares: 1600 }) }), {
    value: 40,
    low: null,
    high: null,
    n: 1,
  });
});

test('sums of parts give what the whole gives, and no metric needs a sum it does not name', () => {
  const part = fc.record(Object.fromEntries(SUMS.map((sum) => [sum, fc.nat(1000)]))) as fc.Arbitrary<LeadSums>;
  fc.assert(
    fc.property(part, part, (a, b) => {
      const whole = noSums();
      addSums(whole, a);
      addSums(whole, b);
      for (const sum of SUMS) assert.equal(whole[sum], a[sum] + b[sum]);
      const sound = { ...whole, leads: 1e6 };
      for (const metric of METRICS) {
        const named = noSums();
        for (const sum of sumsFor([metric])) named[sum] = sound[sum];
        assert.deepEqual(metricValue(metric, { sums: named }), metricValue(metric, { sums: sound }), metric);
      }
    }),
    { numRuns: 50 },
  );
});

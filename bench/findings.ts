/** How long findings, what explains them, and trends take over a million leads of one client. */
import { anomalies } from '#domain/forecast/anomalies.ts';
import { forecast } from '#domain/forecast/forecast.ts';
import { historyOf } from '#domain/forecast/history.ts';
import { comparePeriod } from '#domain/lead-metrics/compare-period.ts';
import { explain, splitOf } from '../server/leads/findings/root-cause.ts';
import { findFindings } from '../server/leads/findings.ts';
import { testEngine } from '../server/leads/test-world.ts';
import { sourceSeries } from '../server/leads/trends/trends.ts';
import { type Figure, plain } from './figure.ts';
import { BENCH_CLIENT, fillWithLeads, periodOf } from './overview.ts';

const ROUNDS = 5;
const CLIENT = { id: BENCH_CLIENT, timeZone: 'America/Chicago', currency: 'USD', country: 'US' };
const DAYS = [30, 365];

/** Medians of five rounds. */
export async function benchFindings(): Promise<Figure[]> {
  const engine = await testEngine();
  try {
    await fillWithLeads(engine.clickhouse);
    const figures: Figure[] = [];
    for (const days of DAYS) {
      const period = periodOf(days);
      const before = comparePeriod(period, 'previous');
      const find = () => findFindings(engine.clickhouse, CLIENT, { period, before, today: '2026-11-22' });
      figures.push(plain(`findings of 1,000,000 leads, ${days} days`, await median(find), 'ms'));
      const finding = {
        id: 'bench',
        kind: 'fraud_source' as const,
        severity: 'bad' as const,
        title: '',
        evidence: '',
        at_stake_minor: null,
        at_stake_formula: '',
        at_stake_label: '',
        leads: 1,
        filter: { ...period, source: 'Google', flag: 'E06_DISPOSABLE,B04_TOO_FAST' },
      };
      const cause = () => explain(engine.clickhouse, CLIENT, finding, splitOf(finding, before));
      figures.push(plain(`what explains one, 13 dimensions, ${days} days`, await median(cause), 'ms'));
    }
    const year = periodOf(365);
    const series = () => sourceSeries(engine.clickhouse, CLIENT, 'leads', year.from, year.to);
    figures.push(plain('trends: days and sources of a year', await median(series), 'ms'));
    const all = await series();
    const counts = [...all.values()];
    const daily = (counts[0] ?? []).map((_, day) => counts.reduce((sum, one) => sum + (one[day] ?? 0), 0));
    const ahead = () => forecast(daily, { period: 7, horizon: 28 });
    figures.push(plain('trends: forecast of 28 days with its test, 365 days learnt', await median(ahead), 'ms'));
    figures.push(
      plain('trends: week, levels and departing days of a year', await median(() => historyOf(daily, 0)), 'ms'),
    );
    const rule = { q: 0.01, countMin: 15, shareMin: 0.5 };
    figures.push(
      plain(`departing days of ${counts.length} sources, a year`, await median(() => anomalies(counts, 0, rule)), 'ms'),
    );
    const test = ahead()?.back_test;
    if (test) figures.push(plain('days within an interval promised to hold 90 %', 100 * test.coverage, '%'));
    return figures;
  } finally {
    await engine.close();
  }
}

async function median(work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return times.sort((a, b) => a - b)[ROUNDS >> 1] ?? 0;
}

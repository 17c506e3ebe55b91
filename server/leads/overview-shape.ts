/** The overview's panels from sums per source and day. Pure: counts in, panels out. */
import type * as z from 'zod';
import type { Metric, MetricValue, Overview } from '#contract/analytics.ts';
import { eachDay } from '#domain/calendar/days.ts';
import type { Period } from '#domain/lead-metrics/compare-period.ts';
import { addSums, type LeadSums, metricValue, noSums } from '#domain/lead-metrics/metrics.ts';
import type { DayRow, FunnelRow, SourceRow } from './overview-questions.ts';

type Day = z.output<typeof DayRow>;

/** Sums of one period: per source and day, per day, and in all. */
export interface PeriodSums {
  days: string[];
  sources: Map<string, LeadSums[]>;
  daily: LeadSums[];
  total: LeadSums;
}

const KPIS: readonly Metric[] = [
  'leads',
  'valid_rate',
  'duplicate_rate',
  'fraud_rate',
  'quality_score',
  'conversion_rate',
];
const SOURCE_METRICS: readonly Metric[] = [
  'leads',
  'valid_rate',
  'duplicate_rate',
  'fraud_rate',
  'quality_score',
  'engagement_score',
  'conversion_rate',
  'cost_minor',
  'cost_per_lead_minor',
  'cost_per_valid_lead_minor',
  'revenue_minor',
  'roas',
];
/** Sources told apart; the rest of a list this long is one line. */
const SOURCES_MAX = 50;
export const OTHER_SOURCES = 'Other sources';

/** Sorts the engine's rows, one per day, into a period; those of other days are left out. */
export function sumsOf(rows: readonly Day[], period: Period): PeriodSums {
  const days = eachDay(period.from, period.to);
  const place = new Map(days.map((day, index) => [day, index]));
  const empty = () => days.map(noSums);
  const result: PeriodSums = { days, sources: new Map(), daily: empty(), total: noSums() };
  for (const { day, sources } of rows) {
    const index = place.get(day);
    const daily = index === undefined ? undefined : result.daily[index];
    if (index === undefined || daily === undefined) continue;
    for (const row of sources) {
      const sums = leadSumsOf(row);
      const own = result.sources.get(row.source_name) ?? empty();
      result.sources.set(row.source_name, own);
      own[index] = sums;
      addSums(daily, sums);
      addSums(result.total, sums);
    }
  }
  return result;
}

function leadSumsOf(row: Day['sources'][number]): LeadSums {
  const priced = row.price >= 0;
  return {
    ...noSums(),
    leads: row.leads,
    valid: row.valid,
    duplicate: row.duplicate,
    fraudulent: row.fraudulent,
    converted: row.converted,
    quality: row.quality,
    quality_squares: row.quality_squares,
    engagement: row.engagement,
    revenue: row.revenue,
    other_currency: row.other_currency,
    ...(priced
      ? { cost: row.leads * row.price, priced: row.leads, priced_valid: row.valid, priced_revenue: row.revenue }
      : {}),
  };
}

function totalOf(daily: readonly LeadSums[]): LeadSums {
  const total = noSums();
  for (const sums of daily) addSums(total, sums);
  return total;
}

const compared = (metric: Metric, now: LeadSums, before: LeadSums | undefined): MetricValue =>
  metricValue(metric, { sums: now }, before === undefined ? undefined : { sums: before });

/** Six numbers, each with its change and a daily line. */
export function kpisOf(now: PeriodSums, before: PeriodSums | undefined): Overview['kpis'] {
  return KPIS.map((metric) => ({
    metric,
    total: compared(metric, now.total, before?.total),
    daily: now.daily.map((sums) => metricValue(metric, { sums }).value),
  }));
}

/** Daily lines of the sources with most leads first; beyond fifty the small ones share a line. */
export function volumeOf(now: PeriodSums): Overview['volume'] {
  const lines = [...now.sources]
    .map(([source, daily]) => ({ source, daily: daily.map(({ leads }) => leads) }))
    .map((line) => ({ ...line, total: line.daily.reduce((sum, leads) => sum + leads, 0) }))
    .sort((a, b) => b.total - a.total || (a.source < b.source ? -1 : 1));
  const shown = lines.length <= SOURCES_MAX ? lines : lines.slice(0, SOURCES_MAX - 1);
  const rest = lines.slice(shown.length);
  const others = now.days.map((_, day) => rest.reduce((sum, line) => sum + (line.daily[day] ?? 0), 0));
  return [
    ...shown.map(({ source, daily }) => ({ source, daily })),
    ...(rest.length > 0 ? [{ source: OTHER_SOURCES, daily: others }] : []),
  ];
}

/** The table of sources: those with leads in the period or in the one before, most leads first. */
export function sourcesOf(
  now: PeriodSums,
  before: PeriodSums | undefined,
  registered: readonly z.output<typeof SourceRow>[],
): Overview['sources'] {
  const kinds = new Map(registered.map(({ name, kind }) => [name, kind]));
  const names = new Set([...now.sources.keys(), ...(before?.sources.keys() ?? [])]);
  return [...names]
    .map((source) => {
      const daily = now.sources.get(source) ?? now.days.map(noSums);
      const past = before && totalOf(before.sources.get(source) ?? []);
      const total = totalOf(daily);
      const metrics = Object.fromEntries(SOURCE_METRICS.map((metric) => [metric, compared(metric, total, past)]));
      return { source, kind: kinds.get(source) ?? 'other', daily: daily.map(({ leads }) => leads), metrics, total };
    })
    .sort((a, b) => b.total.leads - a.total.leads || (a.source < b.source ? -1 : 1))
    .slice(0, SOURCES_MAX * 4)
    .map(({ total: _, ...row }) => row);
}

/** Mean and middle half of the scores per day, and the mean of the day it is compared with. */
export function qualityOf(now: PeriodSums, before: PeriodSums | undefined, rows: readonly Day[]): Overview['quality'] {
  const byDay = new Map(rows.map((row) => [row.day, row.quartiles]));
  const mean = (sums: LeadSums | undefined) =>
    sums === undefined ? null : metricValue('quality_score', { sums }).value;
  return now.days.map((day, index) => {
    const [p25, p75] = byDay.get(day) ?? [null, null];
    return {
      day,
      mean: mean(now.daily[index]),
      p25: hundredths(p25),
      p75: hundredths(p75),
      previous: mean(before?.daily[index]),
    };
  });
}

/** Scores have two decimals; the engine keeps them in 32 bits. */
function hundredths(score: number | null): number | null {
  return score === null ? null : Math.round(score * 100) / 100;
}

const STAGES = ['captured', 'valid', 'contacted', 'qualified', 'converted'] as const;

/** Five stages; from the second on only valid leads that repeat no other. */
export function funnelOf(
  now: z.output<typeof FunnelRow> | undefined,
  before: z.output<typeof FunnelRow> | undefined,
): Overview['funnel'] {
  const rate = (row: z.output<typeof FunnelRow> | undefined, index: number) => {
    const [stage, former] = [STAGES[index], STAGES[index - 1]];
    if (row === undefined || stage === undefined || former === undefined || row[former] === 0) return null;
    return Math.round((row[stage] / row[former]) * 1e6) / 1e6;
  };
  const seconds = {
    contacted: now?.contacted_seconds,
    qualified: now?.qualified_seconds,
    converted: now?.converted_seconds,
  };
  return STAGES.map((stage, index) => ({
    stage,
    leads: now?.[stage] ?? 0,
    rate: rate(now, index),
    previous_rate: rate(before, index),
    median_seconds: stage === 'captured' || stage === 'valid' ? null : (seconds[stage] ?? null),
  }));
}

/** What a reader must know beside the numbers. */
export function warningsOf({ total }: Pick<PeriodSums, 'total'>, currency: string): string[] {
  const warnings: string[] = [];
  if (total.other_currency > 0) {
    warnings.push(
      `Revenue of ${leadsText(total.other_currency)} is in another currency than ${currency} and is not counted.`,
    );
  }
  const unpriced = total.leads - total.priced;
  if (unpriced > 0) {
    warnings.push(
      total.priced === 0
        ? 'No lead came from a source with a price, so nothing is known of costs.'
        : `${leadsText(unpriced)} came from sources without a price; costs are those of the other ${total.priced}.`,
    );
  }
  return warnings;
}

const leadsText = (count: number) => `${count} ${count === 1 ? 'lead' : 'leads'}`;

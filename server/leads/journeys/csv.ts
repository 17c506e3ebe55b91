/** Answers over journeys as tables of text, for who wants them as a file. Shares are 0 to 1, money in minor units. */
import type { Attribution, Cohorts, FunnelAnswer, Journeys } from '#contract/journeys.ts';
import { csvLine } from '../../platform/tabular/csv-line.ts';

type Cell = string | number | null;

const table = (rows: readonly (readonly Cell[])[]) =>
  rows.map((row) => csvLine(row.map((cell) => cell ?? ''))).join('');

/** One row per key, one group of columns per model. */
export function attributionCsv({ dimension, models, rows }: Attribution): string {
  const columns = models.flatMap(({ model }) =>
    [
      'conversions',
      'conversions_low',
      'conversions_high',
      'conversions_previous',
      'revenue_minor',
      'cost_per_conversion_minor',
      'roas',
    ].map((column) => `${model}_${column}`),
  );
  return table([
    [dimension, 'touched', 'cost_minor', ...columns],
    ...rows.map(({ key, touched, cost_minor, credits }) => [
      key,
      touched,
      cost_minor,
      ...credits.flatMap(({ conversions, revenue_minor, cost_per_conversion_minor, roas }) => [
        conversions.value,
        conversions.low ?? null,
        conversions.high ?? null,
        conversions.previous ?? null,
        revenue_minor.value,
        cost_per_conversion_minor,
        roas,
      ]),
    ]),
  ]);
}

/** One row per way. */
export function journeysCsv({ paths }: Journeys): string {
  return table([
    ['path', 'journeys', 'conversions', 'revenue_minor', 'median_seconds'],
    ...paths.map(({ path, journeys, conversions, revenue_minor, median_seconds }) => [
      path.join(' > '),
      journeys,
      conversions,
      revenue_minor,
      median_seconds,
    ]),
  ]);
}

/** One row per step, and per group and step where the funnel is broken down. */
export function funnelCsv({ steps, groups, breakdown }: FunnelAnswer): string {
  return table([
    [breakdown ?? 'group', 'step', 'text', 'journeys', 'of_step_before', 'of_first', 'median_seconds', 'previous'],
    ...steps.map(({ step, text, journeys, of_step_before, of_first, seconds, previous }) => [
      '',
      step,
      text,
      journeys,
      of_step_before?.value ?? null,
      of_first.value,
      seconds?.median ?? null,
      previous,
    ]),
    ...groups.flatMap(({ key, journeys }) =>
      journeys.map((count, index) => [
        key,
        index + 1,
        steps[index]?.text ?? '',
        count,
        index > 0 && journeys[index - 1] ? count / (journeys[index - 1] ?? 1) : null,
        journeys[0] ? count / journeys[0] : null,
        null,
        null,
      ]),
    ),
  ]);
}

/** One row per cohort and age. */
export function cohortsCsv({ by, age, cohorts }: Cohorts): string {
  return table([
    [by, 'members', age, 'old_enough', 'conversions', 'revenue_minor', 'rate', 'low', 'high', 'projected'],
    ...cohorts.flatMap(({ key, members, cells }) =>
      cells.map((cell) => [
        key,
        members,
        cell.age + 1,
        cell.members,
        cell.conversions,
        cell.revenue_minor,
        cell.rate,
        cell.low,
        cell.high,
        cell.projected,
      ]),
    ),
  ]);
}

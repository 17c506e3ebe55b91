/** Daily counts by source as the chart draws them: at most seven series, in buckets that fit. */
import type { Overview } from '#contract/analytics.ts';
import { type Bucket, sumBy } from '../../charts/scale.ts';
import { GREY } from '../../source-book.ts';

export const OTHER = 'Other sources';
const MOST_SERIES = 7;

export interface VolumeSeries {
  name: string;
  color: string;
  values: number[];
  /** The sources it adds up: one, or all the small ones. */
  sources: string[];
  total: number;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Largest first; from the seventh on, all small sources share one grey series when there are more than seven. */
export function volumeSeries(
  volume: Overview['volume'],
  list: readonly Bucket[],
  color: (name: string) => string,
): VolumeSeries[] {
  const ranked = volume
    .map(({ source, daily }) => ({
      name: source,
      color: color(source),
      values: sumBy(list, daily),
      sources: [source],
      total: sum(daily),
    }))
    .sort((a, b) => b.total - a.total || a.name.localeCompare(b.name));
  if (ranked.length <= MOST_SERIES) return ranked;
  const own = ranked.slice(0, MOST_SERIES - 1);
  const rest = ranked.slice(MOST_SERIES - 1);
  return [
    ...own,
    {
      name: OTHER,
      color: GREY,
      values: list.map((_, i) => sum(rest.map((one) => one.values[i] ?? 0))),
      sources: rest.map((one) => one.name),
      total: sum(rest.map((one) => one.total)),
    },
  ];
}

/** What is left in view after a click on the legend: from all to one alone, then adding and taking away; none is all. */
export function toggleShown(all: readonly string[], shown: readonly string[], name: string): string[] {
  if (shown.length === all.length) return [name];
  const next = shown.includes(name) ? shown.filter((one) => one !== name) : [...shown, name];
  return next.length === 0 ? [...all] : all.filter((one) => next.includes(one));
}

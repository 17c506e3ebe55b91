/** The days of a trend and of its forecast as columns of one plot; long periods gather into weeks. */
import type { Trends } from '#contract/trends.ts';
import { buckets, sumBy } from '../../charts/scale.ts';
import type { TableOnScreen } from '../table-export.tsx';

export interface TrendPoint {
  from: string;
  to: string;
  value: number | null;
  previous: number | null;
  trend: number | null;
  /** What the days before let expect, or the forecast. */
  mean: number | null;
  low: number | null;
  high: number | null;
  ahead: boolean;
  anomalies: string[];
  notes: string[];
}

/** Days after the last known one that a period may hold are left to the forecast. */
export function trendPoints({ days, forecast, annotations }: Trends): TrendPoint[] {
  const first = forecast?.days[0]?.day;
  const past = first === undefined ? days : days.filter(({ day }) => day < first);
  const list = buckets(past.map(({ day }) => day));
  const sum = (pick: (day: Trends['days'][number]) => number | null, from: number, to: number) => {
    const own = past.slice(from, to + 1).map(pick);
    return own.some((value) => value === null) ? null : own.reduce<number>((total, value) => total + (value ?? 0), 0);
  };
  const notesOf = (from: string, to: string) =>
    annotations.filter(({ day }) => day >= from && day <= to).map(({ note }) => note);
  const values = sumBy(
    list,
    past.map(({ value }) => value),
  );
  const known: TrendPoint[] = list.map((bucket, i) => {
    const single = bucket.first === bucket.last;
    return {
      from: bucket.from,
      to: bucket.to,
      value: values[i] ?? null,
      previous: sum(({ previous }) => previous, bucket.first, bucket.last),
      trend: sum(({ trend }) => trend, bucket.first, bucket.last),
      mean: sum(({ expected }) => expected, bucket.first, bucket.last),
      // Intervals of days do not add up to those of weeks.
      low: single ? (past[bucket.first]?.low ?? null) : null,
      high: single ? (past[bucket.first]?.high ?? null) : null,
      ahead: false,
      anomalies: past
        .slice(bucket.first, bucket.last + 1)
        .filter(({ anomaly }) => anomaly !== null)
        .map(({ day }) => day),
      notes: notesOf(bucket.from, bucket.to),
    };
  });
  const daily = list.every((bucket) => bucket.first === bucket.last);
  // Days beside weeks would look like a fall.
  const ahead: TrendPoint[] = !daily
    ? []
    : (forecast?.days ?? []).map(({ day, mean, low, high }) => ({
        from: day,
        to: day,
        value: null,
        previous: null,
        trend: null,
        mean,
        low,
        high,
        ahead: true,
        anomalies: [],
        notes: notesOf(day, day),
      }));
  return [...known, ...ahead];
}

/** The days as a table for a file, forecast included. */
export function trendTable({ days, forecast, metric, annotations }: Trends): TableOnScreen {
  const notesOf = (day: string) =>
    annotations
      .filter((note) => note.day === day)
      .map(({ note }) => note)
      .join('; ');
  const first = forecast?.days[0]?.day;
  const past = first === undefined ? days : days.filter(({ day }) => day < first);
  return {
    title: `Trend of ${metric}`,
    columns: [
      { name: 'day', type: 'text' },
      { name: 'kind', type: 'text' },
      ...['value', 'expected', 'low', 'high', 'comparison'].map((name) => ({ name, type: 'number' as const })),
      { name: 'departs', type: 'text' },
      { name: 'note', type: 'text' },
    ],
    rows: [
      ...past.map(({ day, value, expected, low, high, previous, anomaly }) => [
        day,
        'actual',
        value,
        expected,
        low,
        high,
        previous,
        anomaly === null ? '' : 'yes',
        notesOf(day),
      ]),
      ...(forecast?.days ?? []).map(({ day, mean, low, high }) => [
        day,
        'forecast',
        null,
        mean,
        low,
        high,
        null,
        '',
        notesOf(day),
      ]),
    ],
  };
}

/** Axes: round steps, and how days gather into weeks or months when there are too many bars. */
import { addDays, daysBetween } from '../shell/period.ts';

/** The largest of 1, 2, 2.5, 5 times a power of ten that is at least the raw step. */
function roundStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw));
  const factor = [1, 2, 2.5, 5, 10].find((one) => one * power >= raw - 1e-12) ?? 10;
  return factor * power;
}

/** Tick values from at or below `low` to at or above `high`, about `count` steps. Equal ends get one step of room. */
export function ticks(low: number, high: number, count: number): number[] {
  const step = roundStep((high > low ? high - low : Math.max(1, Math.abs(high))) / count);
  const start = Math.floor(low / step + 1e-9);
  const end = Math.max(Math.ceil(high / step - 1e-9), start + 1);
  return Array.from({ length: end - start + 1 }, (_, i) => Number(((start + i) * step).toPrecision(12)));
}

export interface Bucket {
  from: string;
  to: string;
  /** Places of its days in the daily series. */
  first: number;
  last: number;
}

const MOST_BARS = 100;

/** One bucket a day while they fit; else Monday weeks, else months. The ends may be cut short by the period. */
export function buckets(days: readonly string[]): Bucket[] {
  const first = days[0];
  const last = days.at(-1);
  if (!first || !last) return [];
  const weeks = days.length > MOST_BARS;
  const months = daysBetween(first, last) > MOST_BARS * 7;
  if (!weeks) return days.map((day, i) => ({ from: day, to: day, first: i, last: i }));
  const keyOf = (day: string) => {
    if (months) return day.slice(0, 7);
    const fromMonday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
    return addDays(day, -fromMonday);
  };
  const out: Bucket[] = [];
  let open = '';
  days.forEach((day, i) => {
    const key = keyOf(day);
    const current = out.at(-1);
    if (key === open && current) {
      current.to = day;
      current.last = i;
    } else out.push({ from: day, to: day, first: i, last: i });
    open = key;
  });
  return out;
}

/** The sum of a daily series over each bucket. */
export const sumBy = (list: readonly Bucket[], daily: readonly number[]): number[] =>
  list.map(({ first, last }) => daily.slice(first, last + 1).reduce((sum, value) => sum + value, 0));

/** The mean of the known days of each bucket, weighted where weights are given; null for a bucket without any. */
export const meanBy = (
  list: readonly Bucket[],
  daily: readonly (number | null)[],
  weights?: readonly number[],
): (number | null)[] =>
  list.map(({ first, last }) => {
    let sum = 0;
    let weight = 0;
    for (let i = first; i <= last; i++) {
      const value = daily[i];
      const own = weights?.[i] ?? 1;
      if (value == null || own <= 0) continue;
      sum += value * own;
      weight += own;
    }
    return weight ? sum / weight : null;
  });

/** Every how many-th label fits, given the room each needs. */
export const labelStep = (count: number, width: number, each: number): number =>
  Math.max(1, Math.ceil((count * each) / Math.max(each, width)));

/** The period that another is compared with. */
import type { Comparison, Grain } from '#contract/analytics.ts';
import { addDays, addMonths, daysBetween, monthStart } from '../calendar/days.ts';

/** Days, both included. */
export interface Period {
  from: string;
  to: string;
}

/**
 * `previous`: the nearest earlier days of the same number that begin on the same weekday, because leads have a weekly
 * rhythm; `year`: 364 days earlier, which are the same weekdays too. Whole months in buckets of months are compared
 * with the months before, or the same months of the year before. Undefined for `none`.
 */
export function comparePeriod({ from, to }: Period, comparison: Comparison, grain?: Grain): Period | undefined {
  if (comparison === 'none') return undefined;
  const afterLast = addDays(to, 1);
  if (grain === 'month' && from === monthStart(from) && afterLast === monthStart(afterLast)) {
    const months = comparison === 'year' ? 12 : monthsBetween(from, afterLast);
    return { from: addMonths(from, -months), to: addDays(addMonths(afterLast, -months), -1) };
  }
  const days = comparison === 'year' ? YEAR_DAYS : Math.ceil((daysBetween(from, to) + 1) / 7) * 7;
  return { from: addDays(from, -days), to: addDays(to, -days) };
}

const YEAR_DAYS = 364;

function monthsBetween(from: string, to: string): number {
  const months = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  return months(to) - months(from);
}

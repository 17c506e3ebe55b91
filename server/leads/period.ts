/** Periods of questions over leads, refused with the field at fault where they cannot be answered. */
import { daysBetween, isCalendarDate } from '#domain/calendar/days.ts';
import type { Period } from '#domain/lead-metrics/compare-period.ts';
import { refusedField } from '../platform/errors.ts';

/** Longest period in days, four years. */
const DAYS_MAX = 1464;

/** Throws 422 unless both days exist, stand in order and are at most four years apart. */
export function requirePeriod({ from, to }: Period): Period {
  for (const [field, day] of [
    ['from', from],
    ['to', to],
  ] as const) {
    if (!isCalendarDate(day)) throw refusedField(field, 'is not a day between 1900 and 2299');
  }
  if (from > to) throw refusedField('to', 'is before from');
  if (daysBetween(from, to) >= DAYS_MAX) throw refusedField('from', `is more than ${DAYS_MAX} days before to`);
  return { from, to };
}

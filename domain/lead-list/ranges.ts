/** Ranges as filters write them: numbers `0-39`, days `2026-01-01..2026-01-31`; either end may be left out. */
import { isCalendarDate } from '../calendar/days.ts';

export interface NumberRange {
  min: number | undefined;
  /** Exclusive when `open`, else inclusive. */
  max: number | undefined;
  open: boolean;
}

const NUMBER_RANGE = /^(\d{1,15}(?:\.\d{1,9})?)?(-)?(\d{1,15}(?:\.\d{1,9})?)?$/;

/**
 * Reads `40-59`, `40-`, `-59` or `40`; undefined when it is none of them or runs backwards. A whole upper end includes
 * its decimals, so that `0-39` and `40-59` leave no gap.
 */
export function numberRange(text: string): NumberRange | undefined {
  const match = NUMBER_RANGE.exec(text.trim());
  if (!match || (match[1] === undefined && match[3] === undefined)) return undefined;
  const first = match[1] === undefined ? undefined : Number(match[1]);
  const last = match[2] === undefined ? match[1] : match[3];
  if (last === undefined) return { min: first, max: undefined, open: false };
  const max = Number(last);
  if (first !== undefined && first > max) return undefined;
  return last.includes('.') ? { min: first, max, open: false } : { min: first, max: max + 1, open: true };
}

export interface DayRange {
  from: string | undefined;
  /** Included. */
  to: string | undefined;
}

/** Reads `2026-01-01..2026-01-31`, `2026-01-01..`, `..2026-01-31` or one day; undefined when it is none of them. */
export function dayRange(text: string): DayRange | undefined {
  const parts = text.trim().split('..');
  if (parts.length > 2) return undefined;
  const [from = '', to = parts.length === 1 ? from : ''] = parts;
  if ((from === '' && to === '') || (from !== '' && !isCalendarDate(from)) || (to !== '' && !isCalendarDate(to))) {
    return undefined;
  }
  if (from !== '' && to !== '' && from > to) return undefined;
  return { from: from || undefined, to: to || undefined };
}

/** The bands scores are counted in, lowest first; each is also a filter of `quality_score`. */
export const SCORE_BANDS = ['0-39', '40-59', '60-79', '80-100'] as const;
/** The same for engagement, which most leads have none of. */
export const ENGAGEMENT_BANDS = ['0', '1-19', '20-49', '50-'] as const;

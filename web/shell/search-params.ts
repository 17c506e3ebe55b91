/** How the address holds state: plain text parameters with readable comma lists (`?source=Meta,Google&quality_score=0-39`). */
import { joinValues, splitValues } from '#domain/lead-list/value-list.ts';
import { COMPARE_WORDS, isDate } from './period.ts';

/** Keeps the named parameters and drops everything else. Empty text counts as absent. */
export function pickText<K extends string>(names: readonly K[]) {
  return (raw: Record<string, unknown>): { [P in K]?: string } => {
    const out: { [P in K]?: string } = {};
    for (const name of names) {
      const value = raw[name];
      if ((typeof value === 'string' && value !== '') || typeof value === 'number') out[name] = String(value);
    }
    return out;
  };
}

export interface ShellSearch {
  client?: string;
  from?: string;
  to?: string;
  compare?: 'previous' | 'year' | 'none';
  /** Id of the saved segment that narrows the page. */
  segment?: string;
}

/** The client, the period, the comparison and the segment follow the user through the app. */
export function shellSearch(raw: Record<string, unknown>): ShellSearch {
  const compare = COMPARE_WORDS.find((word) => word === raw.compare);
  return {
    client: typeof raw.client === 'string' ? raw.client : undefined,
    from: isDate(raw.from) ? raw.from : undefined,
    to: isDate(raw.to) ? raw.to : undefined,
    compare,
    segment: typeof raw.segment === 'string' && raw.segment !== '' ? raw.segment : undefined,
  };
}

export const parseSearch = (search: string): Record<string, string> => Object.fromEntries(new URLSearchParams(search));

export function stringifySearch(search: Record<string, unknown>): string {
  const parts = Object.entries(search)
    .filter(([, value]) => value != null && value !== '')
    .map(
      ([key, value]) =>
        `${key}=${encodeURIComponent(String(value)).replaceAll('%2C', ',').replaceAll('%20', '+').replaceAll('%3A', ':')}`,
    );
  return parts.length ? `?${parts.join('&')}` : '';
}

/** A list of the address, as the API reads it; an absent list is empty. */
export const listOf = (value: string | undefined): string[] => (value ? splitValues(value) : []);
/** A list for the address; an empty list is absent. */
export const toList = (values: readonly string[]): string | undefined =>
  values.length ? joinValues(values) : undefined;

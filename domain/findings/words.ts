/** How findings are written: numbers first, money with its formula, days as people say them. */
import type { Finding } from '#contract/analytics.ts';
import { joinValues } from '../lead-list/value-list.ts';
import { fromMinor } from '../money/minor-units.ts';
import type { FindingFacts, SourceFacts } from './facts.ts';

/** `12%`, below ten percent with one decimal. */
export function percent(share: number): string {
  const value = share * 100;
  return `${value >= 9.95 || value === 0 ? Math.round(value) : value.toFixed(1)}%`;
}

export function count(number: number): string {
  return number.toLocaleString('en-US');
}

/** `Nov 3`; with the year where it is not that of `beside`. */
export function dayText(day: string, beside: string): string {
  const year = day.slice(0, 4) === beside.slice(0, 4) ? {} : ({ year: 'numeric' } as const);
  return new Date(`${day}T12:00:00Z`).toLocaleDateString('en-US', {
    month: 'short',
    day: 'numeric',
    timeZone: 'UTC',
    ...year,
  });
}

/** `6 hours`, `2 days`: the largest unit that gives at least one and a half. */
export function spanText(seconds: number): string {
  const units = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
  ] as const;
  for (const [unit, length] of units) {
    if (seconds < length * 1.5) continue;
    return `${Math.round(seconds / length)} ${unit}s`;
  }
  return `${Math.round(seconds)} seconds`;
}

type Stake = Pick<Finding, 'at_stake_minor' | 'at_stake_formula' | 'at_stake_label'>;

/** Leads times the price of their source; null where the source has no price. */
export function stakeOf(leads: number, source: SourceFacts | undefined, currency: string, label: string): Stake {
  const price = source?.price_minor;
  if (price === undefined) {
    return {
      at_stake_minor: null,
      at_stake_formula: 'No price is registered for the source.',
      at_stake_label: 'leads',
    };
  }
  const money = new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(fromMinor(price, currency));
  return {
    at_stake_minor: leads * price,
    at_stake_formula: `${count(leads)} leads × ${money}, the price of one`,
    at_stake_label: label,
  };
}

/** The filter of the leads list; values as lists, days of the period unless others are given. */
export function filterOf(
  facts: FindingFacts,
  fields: Record<string, readonly string[]>,
  days: { from: string; to: string } = periodOf(facts),
): Record<string, string> {
  return {
    from: days.from,
    to: days.to,
    ...Object.fromEntries(Object.entries(fields).map(([field, values]) => [field, joinValues(values)])),
  };
}

export function periodOf(facts: FindingFacts): { from: string; to: string } {
  return { from: facts.days[facts.start] ?? '', to: facts.days.at(-1) ?? '' };
}

/** Numbers of a report as both its forms write them. */

import { fromMinor } from '#domain/money/minor-units.ts';
import { wilson } from '#domain/statistics/wilson.ts';
import { REFUSAL_WORDS, type Refusal, type ReportFacts, refusedOf } from './model.ts';

export const count = (value: number): string => value.toLocaleString('en-US');

export const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

export function money(minor: number, currency: string): string {
  return new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(fromMinor(minor, currency));
}

export interface RateLine {
  label: string;
  leads: string;
  rate: string;
  range: string;
}

/** Accepted, waiting and each kind of refusal: how many, which share, between which bounds. */
export function rateLines(facts: ReportFacts): RateLine[] {
  const line = (label: string, hits: number): RateLine => {
    const interval = wilson(hits, facts.leads);
    return {
      label,
      leads: count(hits),
      rate: facts.leads === 0 ? 'none' : percent(hits / facts.leads),
      range: interval === undefined ? 'none' : `${percent(interval.low)} to ${percent(interval.high)}`,
    };
  };
  const kinds = Object.keys(REFUSAL_WORDS) as Refusal[];
  return [
    line('Accepted', facts.accepted),
    ...(facts.pending > 0 ? [line('Waiting for a decision', facts.pending)] : []),
    ...kinds.map((kind) => line(REFUSAL_WORDS[kind], facts.refused[kind])),
    line('Refused in all', refusedOf(facts)),
  ];
}

export interface MoneyLine {
  label: string;
  formula: string;
  amount: string;
}

/** What was delivered, what is refused and what remains, at the agreed price; nothing without a price. */
export function moneyLines(facts: ReportFacts): MoneyLine[] {
  const { price_minor: price, currency } = facts;
  if (price === undefined) return [];
  const line = (label: string, leads: number): MoneyLine => ({
    label,
    formula: `${count(leads)} × ${money(price, currency)}`,
    amount: money(leads * price, currency),
  });
  return [
    line('Delivered', facts.leads),
    line('Refused, not to be paid', refusedOf(facts)),
    ...(facts.pending > 0 ? [line('Waiting, to be paid when accepted', facts.pending)] : []),
    line('Accepted, to be paid', facts.accepted),
  ];
}

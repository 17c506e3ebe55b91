/** Sources as their form edits them: those described and those only seen. */
import type { Source } from '#contract/workspace.ts';
import { moneyText, parseMoney } from '../../ui/money-input.ts';

/** A source in the words of the form; texts may be half typed. */
export interface SourceDraft {
  name: string;
  kind: Source['kind'] | '';
  price: string;
  ageDays: string;
  countries: string[];
}

const DAY_SECONDS = 86_400;

export function draftOfSource(name: string, source: Source | undefined, currency: string): SourceDraft {
  return {
    name,
    kind: source?.kind ?? '',
    price: moneyText(source?.price_minor, currency),
    ageDays: source?.max_age_seconds === undefined ? '' : String(source.max_age_seconds / DAY_SECONDS),
    countries: [...(source?.countries ?? [])].sort(),
  };
}

export interface SourceFaults {
  kind?: string;
  price?: string;
  age?: string;
}

/** The source to send, or what is wrong with it. */
export function sourceOfDraft(
  draft: SourceDraft,
  currency: string,
): { source: Source; faults?: undefined } | { source?: undefined; faults: SourceFaults } {
  const price = parseMoney(draft.price, currency);
  const age = draft.ageDays.trim() === '' ? undefined : Number(draft.ageDays.replace(',', '.'));
  const faults: SourceFaults = {
    ...(draft.kind === '' && { kind: 'Choose a kind.' }),
    ...(price === null && { price: `Enter an amount in ${currency}.` }),
    ...(age !== undefined && !(age >= 0 && age <= 10_000) && { age: 'Enter days, such as 2 or 0.5.' }),
  };
  if (draft.kind === '' || price === null || Object.keys(faults).length > 0) return { faults };
  return {
    source: {
      name: draft.name,
      kind: draft.kind,
      ...(price === undefined ? {} : { price_minor: price }),
      ...(age === undefined ? {} : { max_age_seconds: Math.round(age * DAY_SECONDS) }),
      ...(draft.countries.length === 0 ? {} : { countries: draft.countries }),
    },
  };
}

export const KIND_WORDS: Record<Source['kind'], string> = {
  paid_search: 'Paid search',
  paid_social: 'Paid social',
  organic: 'Organic',
  partner: 'Partner',
  email: 'E-mail',
  referral: 'Referral',
  event: 'Event',
  other: 'Other',
};

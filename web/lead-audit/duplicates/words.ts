/** What fields and reasons are called on the screen. */
import type { GoldenFieldName, GoldenReason } from '#contract/duplicates.ts';

export const FIELD: Record<GoldenFieldName, string> = {
  name: 'Name',
  email: 'E-mail',
  phone: 'Phone',
  company: 'Company',
  address: 'Address',
  consent: 'Consent',
  source: 'First source',
};

export const REASON: Record<GoldenReason, string> = {
  chosen: 'chosen by a person',
  only_value: 'no other value',
  verified: 'verified',
  newest: 'newest',
  first: 'came first',
  source_trust: 'more trusted source',
  most_frequent: 'most frequent',
};

/** Probability as people say it: never a flat hundred. */
export function sureText(probability: number): string {
  const percent = Math.floor(Math.min(0.9999, probability) * 10_000) / 100;
  return `${percent >= 99 ? percent : Math.round(percent)}% sure`;
}

export const bitsText = (bits: number): string =>
  `${bits < 0 ? '−' : '+'}${Math.abs(bits).toFixed(1).replace(/\.0$/, '')}`;

/** An audit for who may not see personal values: what was found, without the values it was found in. */
import type { CheckResult, LeadAudit } from '#contract/audit.ts';
import type { Personal } from './record.ts';

const HIDDEN = '•••';
const WORD = /[\p{L}\p{M}\p{N}]{3,}/gu;

/** The audit without evidence and suggestions, and with every value of the lead taken out of its sentences. */
export function maskedAudit(audit: LeadAudit, personal: Personal): LeadAudit {
  const values = quotable(personal);
  return { ...audit, checks: audit.checks.map((check) => masked(check, values)) };
}

function masked(check: CheckResult, values: readonly string[]): CheckResult {
  const { suggestion: _, evidence, message, ...rest } = check;
  return {
    ...rest,
    message: without(message, [...evidence.map(({ value }) => value), ...values]),
    evidence: evidence.map(({ label }) => ({ label, value: HIDDEN })),
  };
}

/** Every text of the lead, and the words by which a sentence may name the person. */
function quotable(personal: Personal): string[] {
  const { email, name, given_name, family_name, company, address } = personal;
  const spoken = [email?.split('@')[0], name, given_name, family_name, company, address?.street];
  return [...textsOf(personal), ...spoken.flatMap((text) => text?.match(WORD) ?? [])];
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value.trim()];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

/** The text with each of the values hidden, whatever their case; the longest first, so that no rest of one stays. */
function without(text: string, values: readonly string[]): string {
  const found = [...new Set(values.filter((value) => value.length > 1))].sort((a, b) => b.length - a.length);
  if (found.length === 0) return text;
  const pattern = found.map((value) => value.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|');
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern})(?![\\p{L}\\p{N}])`, 'giu'), HIDDEN);
}

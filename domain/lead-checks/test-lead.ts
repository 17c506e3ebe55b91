/** Leads and facts for the tests of single checks. */
import type { LeadCreate } from '#contract/lead.ts';
import type { Facts, LeadCheck, Verdict } from './check.ts';
import { prepareLead } from './prepare.ts';

/** 2026-03-01 12:00 UTC. */
export const NOW = Date.UTC(2026, 2, 1, 12);

const FACTS: Facts = { now: NOW, client: { duplicate_window_days: 30 } };

/** Runs one check over a lead that has only the given fields. */
export function verdictOf(check: LeadCheck, fields: Partial<LeadCreate>, facts: Partial<Facts> = {}): Verdict {
  const raw = { client_id: '0197b6f0-0000-7000-8000-000000000001', source: 'landing', ...fields };
  const all = { ...FACTS, ...facts };
  return check.run(prepareLead(raw, { country: all.client.country, now: NOW }), all, []);
}

/** The outcome alone. */
export function outcomeOf(check: LeadCheck, fields: Partial<LeadCreate>, facts: Partial<Facts> = {}): string {
  const verdict = verdictOf(check, fields, facts);
  return typeof verdict === 'string' ? verdict : verdict.outcome;
}

/** The value of one piece of evidence of a failed check; undefined when it did not fail or has no such label. */
export function evidenceOf(verdict: Verdict, label: string): string | undefined {
  if (typeof verdict === 'string' || verdict.outcome !== 'failed') return undefined;
  return verdict.evidence.find((item) => item.label === label)?.value;
}

/** What an audit report says, before it is drawn as a page or as a PDF. */
import { createHash } from 'node:crypto';

export type Refusal = 'fraudulent' | 'duplicate' | 'invalid' | 'held';

export interface ReportLead {
  id: string;
  external_id: string;
  /** In the client's zone, to the minute. */
  received: string;
  refusal: Refusal;
  /** Titles of the checks it failed. */
  failed: string[];
  /** Masked. */
  email: string;
  phone: string;
}

export interface ReportDay {
  day: string;
  leads: number;
  refused: number;
}

export interface ReportFacts {
  client: string;
  source: string;
  from: string;
  to: string;
  zone: string;
  currency: string;
  /** Minor units; undefined when none is registered. */
  price_minor: number | undefined;
  made_at: string;
  /** The job that made it, by which its entry in the audit log is found. */
  job: string;
  leads: number;
  accepted: number;
  pending: number;
  refused: Record<Refusal, number>;
  days: ReportDay[];
  findings: { title: string; evidence: string; money: string }[];
  checks: { title: string; leads: number }[];
  listed: ReportLead[];
}

export interface ReportModel extends ReportFacts {
  /** SHA-256 over everything else, in hexadecimal. */
  signature: string;
}

export const REFUSAL_WORDS: Record<Refusal, string> = {
  fraudulent: 'Fraudulent',
  duplicate: 'Duplicate',
  invalid: 'Invalid',
  held: 'Payout held',
};

/** Why a lead is refused, the gravest reason; undefined for one that is not. */
export function refusalOf(lead: {
  validation_status: string;
  duplicate_of?: string | undefined;
  held: boolean;
}): Refusal | undefined {
  if (lead.validation_status === 'fraudulent') return 'fraudulent';
  if (lead.duplicate_of !== undefined) return 'duplicate';
  if (lead.validation_status === 'invalid') return 'invalid';
  return lead.held ? 'held' : undefined;
}

export const refusedOf = ({ refused }: Pick<ReportFacts, 'refused'>): number =>
  refused.fraudulent + refused.duplicate + refused.invalid + refused.held;

/** Closes a report: what is said from here on has another signature. */
export function signed(facts: ReportFacts): ReportModel {
  return { ...facts, signature: createHash('sha256').update(JSON.stringify(facts)).digest('hex') };
}

/** How the numbers come about, in words that a seller can check. */
export function methodNotes({ zone }: Pick<ReportFacts, 'zone'>): string[] {
  return [
    `Days begin at midnight in ${zone}. A lead counts on the day it was received.`,
    'Every lead is checked by the same rules. A check fails on evidence, not on missing data; what could not be told is not held against a lead.',
    'Fraudulent: signs of fraud from independent kinds of evidence. Duplicate: the same e-mail address or phone number was received earlier. Invalid: it cannot be reached or did not pass a check that must pass. Payout held: somebody decided so after looking at the evidence of a finding. A lead is counted once, for the gravest of these.',
    'Ranges beside rates are 95 % Wilson score intervals: had more leads been sent in the same way, the rate would lie within.',
    'A finding is named when the rate of a source lies beyond what chance allows among sources alike (beta-binomial bound, one in a thousand).',
    'Personal data are masked. Leads are named by the ids that both sides know.',
  ];
}

/** The audit of one lead: checks, status, score, completeness. Pure, so one lead and a million get the same answer. */
import type { LeadAudit } from '#contract/audit.ts';
import type { RuleSet } from '#contract/scoring.ts';
import { type LeadScore, scoreLead } from '../lead-score/ledger.ts';
import type { Facts, PreparedLead } from './check.ts';
import { completeness } from './completeness.ts';
import { runChecks } from './run.ts';
import { validationStatus } from './status.ts';

/** An audit as it is made: the ledger is worded when it is asked for, its points are there at once. */
export interface AuditedLead extends Omit<LeadAudit, 'ledger'> {
  ledger: LeadScore['ledger'];
  /** Hundredths of points that each rule gave, in the order of the rule set. */
  points: readonly number[];
  /** Fields that the lead does not carry, heaviest first. */
  missing: readonly string[];
}

const NONE: readonly string[] = [];

/** Audits a prepared lead as of `facts.now`. `rulesVersion` is the version the rule set is stored under. */
export function auditLead(lead: PreparedLead, facts: Facts, rules: RuleSet, rulesVersion: number): AuditedLead {
  const checks = runChecks(lead, facts);
  const { status, reason } = validationStatus(checks, facts.verdict?.decision);
  const { share, missing } = completeness(lead, facts.client.required_fields ?? NONE);
  const scored = scoreLead(checks, lead, leadMeasures(lead, share), rules);
  return {
    validation_status: status,
    quality_score: scored.score,
    reason,
    completeness: share,
    missing: missing.map(({ field }) => field),
    checks,
    points: scored.points,
    ledger: scored.ledger,
    rules_version: rulesVersion,
    audited_at: new Date(facts.now).toISOString(),
  };
}

/** The audit with its ledger, as it is shown. */
export function auditInFull({ points: _, missing: __, ledger, ...audit }: AuditedLead): LeadAudit {
  return { ...audit, ledger: ledger() };
}

/**
 * Numbers that scoring rules may test: `completeness` (share, 0 to 1), `form_seconds`,
 * `click_to_form_seconds`, `form_to_delivery_seconds`. What the lead does not tell is left out.
 */
export function leadMeasures({ raw }: PreparedLead, share: number): Record<string, number> {
  const measures: Record<string, number> = { completeness: share };
  const put = (name: string, value: number | undefined) => {
    if (value !== undefined && !Number.isNaN(value)) measures[name] = value;
  };
  put('form_seconds', raw.form?.seconds_on_form);
  put('click_to_form_seconds', secondsBetween(raw.clicked_at, raw.created_at));
  put('form_to_delivery_seconds', secondsBetween(raw.created_at, raw.delivered_at));
  return measures;
}

function secondsBetween(from: string | undefined, to: string | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : (Date.parse(to) - Date.parse(from)) / 1000;
}

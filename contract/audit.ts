/** What the audit says of one lead: checks with evidence, and the points ledger that is the score. */
import * as z from 'zod';
import { Count, Id, Time } from './common.ts';
import { ValidationStatus } from './lead.ts';

export const SEVERITIES = ['block', 'fraud', 'invalid', 'dup', 'fixable', 'warn', 'info'] as const;
export const FAMILIES = [
  'email',
  'phone',
  'name',
  'data',
  'duplicate',
  'behaviour',
  'ip',
  'source',
  'consent',
] as const;
/** failed: the check speaks against the lead. unknown: it ran and could not tell. not_run: its input was missing or it is switched off. */
export const OUTCOMES = ['passed', 'failed', 'unknown', 'not_run'] as const;
export const Severity = z.enum(SEVERITIES);
export const Family = z.enum(FAMILIES);
export const Outcome = z.enum(OUTCOMES);
export type Severity = z.infer<typeof Severity>;
export type Family = z.infer<typeof Family>;
export type Outcome = z.infer<typeof Outcome>;

/** What a person reads: label and value pairs, in order. `span` marks the characters at fault in the value. */
export const Evidence = z.object({
  label: z.string(),
  value: z.string(),
  span: z.tuple([Count, Count]).optional(),
});
export type Evidence = z.infer<typeof Evidence>;

export const CheckResult = z.object({
  id: z.string(),
  family: Family,
  severity: Severity,
  title: z.string(),
  outcome: Outcome,
  /** One sentence: what was found, or why the check could not run. */
  message: z.string(),
  evidence: z.array(Evidence),
  /** A corrected value to accept with one click (severity fixable). */
  suggestion: z.string().optional(),
  /** Name, version and date of the list that decided, where one did. */
  list: z.string().optional(),
});
export type CheckResult = z.infer<typeof CheckResult>;

export const LedgerEntry = z.object({
  rule: z.string(),
  group: z.string(),
  label: z.string(),
  /** Points given, after the group's cap; the sum over the ledger is the score. */
  points: z.number(),
  /** The most this rule can give. */
  max: z.number(),
  reason: z.string(),
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;

export const LeadAudit = z
  .object({
    lead_id: Id.optional(),
    validation_status: ValidationStatus,
    quality_score: z.number().min(0).max(100),
    /** One sentence on why the status is what it is. */
    reason: z.string(),
    /** Weighted share of the fields that scoring and checks want, 0 to 1. */
    completeness: z.number().min(0).max(1),
    checks: z.array(CheckResult),
    ledger: z.array(LedgerEntry),
    rules_version: Count,
    audited_at: Time,
  })
  .meta({ id: 'LeadAudit' });
export type LeadAudit = z.infer<typeof LeadAudit>;

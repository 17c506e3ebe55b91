/** An audit as a row keeps it: a letter per check, evidence only of what failed or could not tell, points per rule. */
import { type CheckResult, type LeadAudit, type Outcome, SEVERITIES } from '#contract/audit.ts';
import type { RuleSet } from '#contract/scoring.ts';
import type { AuditedLead } from '#domain/lead-checks/audit.ts';
import { LEAD_CHECKS } from '#domain/lead-checks/list.ts';
import type { Vault } from '../platform/vault/vault.ts';
import type { PersonKey } from './record.ts';

const LETTERS: Record<Outcome, string> = { passed: 'p', failed: 'f', unknown: 'u', not_run: 'n' };
const OUTCOME_OF: Record<string, Outcome> = { p: 'passed', f: 'failed', u: 'unknown', n: 'not_run' };

export interface PackedAudit {
  validation_status: LeadAudit['validation_status'];
  quality_score: number;
  completeness: number;
  /** Names of fields that are not there, heaviest first. */
  missing: string[];
  /** Failed checks, worst first. */
  flags: string[];
  outcomes: string;
  catalogue_version: number;
  evidence: Buffer | undefined;
  /** Hundredths of points, in the order of the rule set's rules. */
  ledger: readonly number[];
  rules_version: number;
  audited_at: number;
}

/** Names that travel in a list without being quoted; no built-in field has another. */
const PLAIN_NAME = /^[\w.]+$/;

type Detail = Pick<CheckResult, 'id' | 'message' | 'evidence' | 'suggestion' | 'list'>;

/** What is sealed beside the letters. */
interface Evidence {
  reason: string;
  details: Detail[];
}

export function packAudit(
  vault: Vault,
  clientId: string,
  person: PersonKey,
  audit: AuditedLead,
  catalogue: { version: number; checks: readonly string[] },
): PackedAudit {
  const failed: CheckResult[] = [];
  const details: Detail[] = [];
  const results = inOrder(audit.checks, catalogue.checks);
  for (const check of results) {
    if (check?.outcome !== 'failed' && check?.outcome !== 'unknown') continue;
    if (check.outcome === 'failed') failed.push(check);
    const { id, message, evidence, suggestion, list } = check;
    details.push({ id, message, evidence, suggestion, list });
  }
  const sealed: Evidence = { reason: audit.reason, details };
  return {
    validation_status: audit.validation_status,
    quality_score: audit.quality_score,
    completeness: audit.completeness,
    missing: audit.missing.filter((field) => PLAIN_NAME.test(field)),
    flags: failed.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)).map(({ id }) => id),
    // Joined at once: a text that grows letter by letter keeps each of its states.
    outcomes: results.map((check) => LETTERS[check?.outcome ?? 'not_run']).join(''),
    catalogue_version: catalogue.version,
    // Most leads have nothing to tell, and their reason is the same for all.
    evidence:
      details.length === 0
        ? undefined
        : vault.seal(
            { table: 'lead_evidence', client: clientId, person: person.id },
            person.salt,
            person.epoch,
            Buffer.from(JSON.stringify(sealed)),
          ),
    ledger: audit.points,
    rules_version: audit.rules_version,
    audited_at: Date.parse(audit.audited_at),
  };
}

/** A stored audit's outcome of each check, in the catalogue's order it was written in. */
export function outcomesOf(letters: string, checks: readonly string[]): Map<string, Outcome> {
  return new Map(checks.map((check, index) => [check, OUTCOME_OF[letters[index] ?? 'n'] ?? 'not_run']));
}

/** The results in the catalogue's order, which is the order they are made in unless a check was switched off. */
function inOrder(results: readonly CheckResult[], ids: readonly string[]): readonly (CheckResult | undefined)[] {
  if (results.length === ids.length && results.every(({ id }, index) => id === ids[index])) return results;
  const byId = new Map(results.map((result) => [result.id, result]));
  return ids.map((id) => byId.get(id));
}

/** The stored columns of one audit. */
export interface StoredAudit {
  validation_status: string;
  quality_score: number;
  completeness: number;
  outcomes: string;
  evidence: Buffer | null;
  ledger: number[];
  rules_version: number;
  audited_at: Date;
}

/**
 * The audit as it was stored. `again` is today's audit of the same lead: it lends titles, and the words for checks that
 * passed or did not run, which are not stored; its own outcomes never replace stored ones.
 */
export function unpackAudit(
  vault: Vault,
  clientId: string,
  person: Pick<PersonKey, 'id' | 'salt'>,
  stored: StoredAudit,
  checks: readonly string[],
  rules: RuleSet,
  again: LeadAudit,
): LeadAudit {
  const sealed: Evidence =
    stored.evidence === null
      ? { reason: again.reason, details: [] }
      : JSON.parse(
          vault
            .open({ table: 'lead_evidence', client: clientId, person: person.id }, person.salt, stored.evidence)
            .toString(),
        );
  const details = new Map(sealed.details.map((detail) => [detail.id, detail]));
  const today = new Map(again.checks.map((check) => [check.id, check]));
  const entries = new Map(again.ledger.map((entry) => [entry.rule, entry]));
  return {
    validation_status: stored.validation_status as LeadAudit['validation_status'],
    quality_score: stored.quality_score,
    reason: sealed.reason,
    completeness: stored.completeness,
    checks: checks.flatMap((id, index) => {
      const known = today.get(id);
      if (known === undefined) return [];
      const outcome = OUTCOME_OF[stored.outcomes[index] ?? 'n'] ?? 'not_run';
      const { id: _, ...detail } = details.get(id) ?? { id, message: '', evidence: [] };
      if (detail.message) return [{ ...bareOf(known), outcome, ...detail }];
      // Whether the source's past allowed a judgement is told by what is known of it now.
      if (STANDING.has(id) && outcome === 'not_run' && known.outcome !== 'failed') return [known];
      const words = known.outcome === outcome ? known.message : PLAIN_WORDS[outcome];
      return [{ ...bareOf(known), outcome, message: words, evidence: [] }];
    }),
    ledger: rules.rules.map((rule, index) => {
      const entry = entries.get(rule.id);
      const points = (stored.ledger[index] ?? 0) / 100;
      const same = entry !== undefined && Math.abs(entry.points - points) < 0.005;
      return {
        rule: rule.id,
        group: rule.group,
        label: rule.label,
        points,
        max: entry?.max ?? Math.max(rule.points, 0),
        reason: same ? entry.reason : 'As it was at the time of the audit.',
      };
    }),
    rules_version: stored.rules_version,
    audited_at: stored.audited_at.toISOString(),
  };
}

const STANDING: ReadonlySet<string> = new Set(LEAD_CHECKS.filter(({ standing }) => standing).map(({ id }) => id));

const PLAIN_WORDS: Record<Outcome, string> = {
  passed: 'Nothing was found.',
  failed: 'The check failed.',
  unknown: 'The check could not tell.',
  not_run: 'The check did not run.',
};

function bareOf({
  id,
  family,
  severity,
  title,
}: CheckResult): Pick<CheckResult, 'id' | 'family' | 'severity' | 'title'> {
  return { id, family, severity, title };
}

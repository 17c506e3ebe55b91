/** Runs the catalogue of checks over one prepared lead. */
import type { CheckResult, Evidence } from '#contract/audit.ts';
import type { Facts, LeadCheck, PreparedLead } from './check.ts';
import { LEAD_CHECKS } from './list.ts';

/**
 * Runs every check in the catalogue's order, one result each. `switchedOff` names ids the client does not want;
 * they are reported as not_run, so that a report shows what was left out.
 */
export function runChecks(lead: PreparedLead, facts: Facts, switchedOff?: ReadonlySet<string>): CheckResult[] {
  const results: CheckResult[] = [];
  for (const check of LEAD_CHECKS) {
    results.push(
      switchedOff?.has(check.id)
        ? without(check, 'not_run', 'The client switched this check off.')
        : resultOf(check, lead, facts, results),
    );
  }
  return results;
}

function resultOf(check: LeadCheck, lead: PreparedLead, facts: Facts, before: readonly CheckResult[]): CheckResult {
  const verdict = check.run(lead, facts, before);
  if (verdict === 'passed') return passedOf(check);
  if (verdict.outcome !== 'failed') return without(check, verdict.outcome, verdict.message);
  const { id, family, severity, title } = check;
  const { outcome, message, evidence, suggestion, list } = verdict;
  const result: CheckResult = { id, family, severity, title, outcome, message, evidence };
  if (suggestion !== undefined) result.suggestion = suggestion;
  if (list !== undefined) result.list = list;
  return result;
}

/** Shared by all results without evidence; frozen, so that nobody adds to it. */
const NOTHING: Evidence[] = [];
Object.freeze(NOTHING);

/** Most results say that nothing was found, so each check has one of these for all leads. */
const PASSED = new Map<LeadCheck, CheckResult>();

function passedOf(check: LeadCheck): CheckResult {
  let result = PASSED.get(check);
  if (result === undefined) {
    result = Object.freeze(without(check, 'passed', 'Nothing speaks against the lead here.'));
    PASSED.set(check, result);
  }
  return result;
}

function without(check: LeadCheck, outcome: 'passed' | 'unknown' | 'not_run', message: string): CheckResult {
  const { id, family, severity, title } = check;
  return { id, family, severity, title, outcome, message, evidence: NOTHING };
}

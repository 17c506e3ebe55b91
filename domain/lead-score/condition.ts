/** Whether one condition of a scoring rule holds for a lead, and how to say so. */
import type { CheckResult, Outcome } from '#contract/audit.ts';
import type { Condition } from '#contract/scoring.ts';
import type { PreparedLead } from '../lead-checks/check.ts';
import { fieldValues, hasField } from '../lead-checks/field.ts';
import { LEAD_CHECKS } from '../lead-checks/list.ts';

/** What is known of one lead when it is scored. */
export interface ScoringFacts {
  checks: readonly CheckResult[];
  lead: PreparedLead;
  measures: Readonly<Record<string, number>>;
}

/** A condition over a check that was not part of the audit holds only for the outcome `not_run`; one over an absent measure never holds. */
export function holds(condition: Condition, facts: ScoringFacts): boolean {
  switch (condition.kind) {
    case 'check':
      return (resultOf(facts.checks, condition.check)?.outcome ?? 'not_run') === condition.outcome;
    case 'field_present':
      return hasField(facts.lead, condition.field);
    case 'field_in': {
      const given = fieldValues(facts.lead, condition.field);
      return given.length > 0 && condition.values.some((value) => given.some((one) => sameText(one, value)));
    }
    case 'measure_at_least': {
      const value = measure(facts, condition.measure);
      return value !== undefined && value >= condition.value;
    }
    case 'measure_below': {
      const value = measure(facts, condition.measure);
      return value !== undefined && value < condition.value;
    }
  }
}

/** One clause on what is the case, for the ledger; made of titles and field names only, never of personal values. */
export function clause(condition: Condition, facts: ScoringFacts): string {
  switch (condition.kind) {
    case 'check': {
      const result = resultOf(facts.checks, condition.check);
      return `${result?.title ?? condition.check}: ${OUTCOME_WORDS[result?.outcome ?? 'not_run']}`;
    }
    case 'field_present':
      return `${condition.field} is ${holds(condition, facts) ? 'given' : 'missing'}`;
    case 'field_in':
      return `${condition.field} is ${holds(condition, facts) ? '' : 'not '}among the values looked for`;
    case 'measure_at_least':
      return `${measureText(facts, condition.measure)}, at least ${condition.value} is looked for`;
    case 'measure_below':
      return `${measureText(facts, condition.measure)}, less than ${condition.value} is looked for`;
  }
}

const PLACES: ReadonlyMap<string, number> = new Map(LEAD_CHECKS.map(({ id }, place) => [id, place]));

/** The result of a check. Results stand in the catalogue's order unless only some checks ran. */
function resultOf(checks: readonly CheckResult[], id: string): CheckResult | undefined {
  const usual = checks[PLACES.get(id) ?? -1];
  return usual?.id === id ? usual : checks.find((check) => check.id === id);
}

const OUTCOME_WORDS: Record<Outcome, string> = {
  passed: 'passed',
  failed: 'failed',
  unknown: 'could not tell',
  not_run: 'not run',
};

function measure({ measures }: ScoringFacts, name: string): number | undefined {
  return Object.hasOwn(measures, name) ? measures[name] : undefined;
}

function measureText(facts: ScoringFacts, name: string): string {
  const value = measure(facts, name);
  return value === undefined ? `${name} is not known` : `${name} is ${Math.round(value * 100) / 100}`;
}

/** Case says nothing about a country, a provider or a campaign. */
function sameText(a: string, b: string): boolean {
  return a === b || a.toLowerCase() === b.trim().toLowerCase();
}

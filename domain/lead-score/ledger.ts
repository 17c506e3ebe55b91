/**
 * The quality score, 0 to 100, as a ledger: the score is nothing but the sum of the entries. Points are counted in
 * hundredths, as whole numbers, so that the sum is exact.
 */
import type { CheckResult, LedgerEntry } from '#contract/audit.ts';
import type { RuleSet, ScoringGroup, ScoringRule } from '#contract/scoring.ts';
import type { PreparedLead } from '../lead-checks/check.ts';
import { clause, holds, type ScoringFacts } from './condition.ts';

export interface LeadScore {
  /** 0 to 100, at most two decimals: the sum of the entries' points. */
  score: number;
  /**
   * Rules in the order of the rule set: every one that holds, and those that could have given points but do not hold
   * (0 points), so that a person sees what is missing. Penalties that do not apply are left out.
   */
  ledger: LedgerEntry[];
}

/**
 * Scores a lead. In each group good signs add up to the cap at most, then penalties take away, down to 0 at most;
 * what cap or floor cut off is cut from the last entries and said in their reason.
 * `measures` are numbers by name, e.g. `completeness` 0 to 1.
 */
export function scoreLead(
  checks: readonly CheckResult[],
  lead: PreparedLead,
  measures: Readonly<Record<string, number>>,
  rules: RuleSet,
): LeadScore {
  const facts = { checks, lead, measures };
  const outcomes = new Map(checks.map((check) => [check.id, check]));
  const ledger: LedgerEntry[] = [];
  let total = 0;
  for (const { group, gains, penalties } of plan(rules)) {
    const cap = hundredths(group.cap);
    let balance = 0;
    for (const rule of gains) {
      const applies = rule.when.every((condition) => holds(condition, facts, outcomes));
      const given = applies ? Math.min(hundredths(rule.points), cap - balance) : 0;
      balance += given;
      ledger.push(entry(rule, group, given, applies, facts, outcomes));
    }
    for (const rule of penalties) {
      if (!rule.when.every((condition) => holds(condition, facts, outcomes))) continue;
      const taken = Math.min(-hundredths(rule.points), balance);
      balance -= taken;
      ledger.push(entry(rule, group, -taken, true, facts, outcomes));
    }
    total += balance;
  }
  return { score: total / 100, ledger };
}

interface GroupPlan {
  group: ScoringGroup;
  gains: ScoringRule[];
  penalties: ScoringRule[];
}

/** A rule set is sorted into groups once, not once per lead. */
const plans = new WeakMap<RuleSet, GroupPlan[]>();

function plan(rules: RuleSet): GroupPlan[] {
  const known = plans.get(rules);
  if (known) return known;
  const made = rules.groups.map((group) => {
    const own = rules.rules.filter((rule) => rule.group === group.id);
    return { group, gains: own.filter(({ points }) => points >= 0), penalties: own.filter(({ points }) => points < 0) };
  });
  plans.set(rules, made);
  return made;
}

function entry(
  rule: ScoringRule,
  group: ScoringGroup,
  points: number,
  applies: boolean,
  facts: ScoringFacts,
  outcomes: ReadonlyMap<string, CheckResult>,
): LedgerEntry {
  return {
    rule: rule.id,
    group: rule.group,
    label: rule.label,
    // Adding 0 turns -0 into 0.
    points: points / 100 + 0,
    max: Math.max(0, Math.min(hundredths(rule.points), hundredths(group.cap))) / 100,
    // Told only when asked: of a million leads that come in, few are looked at.
    get reason() {
      return reasonOf(rule, group, points, applies, facts, outcomes);
    },
  };
}

function reasonOf(
  rule: ScoringRule,
  group: ScoringGroup,
  points: number,
  applies: boolean,
  facts: ScoringFacts,
  outcomes: ReadonlyMap<string, CheckResult>,
): string {
  // Naming every condition of a rule that does not hold would bury the one that keeps it from holding.
  const named = applies ? rule.when : rule.when.filter((condition) => !holds(condition, facts, outcomes));
  const cut = applies && points !== hundredths(rule.points);
  const limit = rule.points < 0 ? 'nothing was left to take' : `the group gives ${group.cap} at most`;
  const said = named.map((condition) => clause(condition, facts, outcomes)).join('; ');
  return `${said}${cut ? `; ${limit}` : ''}.`;
}

/** Rounded towards zero, so that caps that add up to 100 never add up to more; the addend undoes binary fractions such as 0.29. */
function hundredths(points: number): number {
  return Math.trunc(points * 100 + Math.sign(points) * 1e-6);
}

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
  /** Hundredths of points that each rule gave, in the order of the rule set. */
  points: readonly number[];
  /**
   * Rules in the order of the rule set: every one that holds, and those that could have given points but do not hold
   * (0 points), so that a person sees what is missing. Penalties that do not apply are left out. Worded when it is
   * asked for: of a million leads that come in, few are looked at. No getter, because V8 makes a hidden class for each
   * object with one, which outlives the object and with it all that the getter sees: a quarter of what an import left to
   * full collections.
   */
  ledger: () => LedgerEntry[];
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
  const points = new Array<number>(rules.rules.length).fill(0);
  let total = 0;
  tally(rules, facts, ({ index }, _, given) => {
    points[index] = given;
    total += given;
  });
  return {
    score: total / 100,
    points,
    ledger: () => {
      const ledger: LedgerEntry[] = [];
      tally(rules, facts, ({ rule }, group, given, applies) => {
        ledger.push(entry(rule, group, given, applies, facts));
      });
      return ledger;
    },
  };
}

/** Goes through the rules that belong in the ledger, with the hundredths of points each gives. */
function tally(
  rules: RuleSet,
  facts: ScoringFacts,
  visit: (planned: PlannedRule, group: ScoringGroup, given: number, applies: boolean) => void,
): void {
  for (const { group, cap, gains, penalties } of plan(rules)) {
    let balance = 0;
    for (const planned of gains) {
      const applies = allHold(planned.rule, facts);
      const given = applies ? Math.min(planned.points, cap - balance) : 0;
      balance += given;
      visit(planned, group, given, applies);
    }
    for (const planned of penalties) {
      if (!allHold(planned.rule, facts)) continue;
      const taken = Math.min(-planned.points, balance);
      balance -= taken;
      // Not `-taken`, which may be -0.
      visit(planned, group, 0 - taken, true);
    }
  }
}

function allHold({ when }: ScoringRule, facts: ScoringFacts): boolean {
  for (const condition of when) if (!holds(condition, facts)) return false;
  return true;
}

interface PlannedRule {
  rule: ScoringRule;
  /** Place in the rule set. */
  index: number;
  /** In hundredths. */
  points: number;
}

interface GroupPlan {
  group: ScoringGroup;
  /** In hundredths. */
  cap: number;
  gains: PlannedRule[];
  penalties: PlannedRule[];
}

/** A rule set is sorted into groups once, not once per lead. */
const plans = new WeakMap<RuleSet, GroupPlan[]>();

function plan(rules: RuleSet): GroupPlan[] {
  const known = plans.get(rules);
  if (known) return known;
  const planned = rules.rules.map((rule, index) => ({ rule, index, points: hundredths(rule.points) }));
  const made = rules.groups.map((group) => {
    const own = planned.filter(({ rule }) => rule.group === group.id);
    return {
      group,
      cap: hundredths(group.cap),
      gains: own.filter(({ rule }) => rule.points >= 0),
      penalties: own.filter(({ rule }) => rule.points < 0),
    };
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
): LedgerEntry {
  return {
    rule: rule.id,
    group: rule.group,
    label: rule.label,
    points: points / 100,
    max: Math.max(0, Math.min(hundredths(rule.points), hundredths(group.cap))) / 100,
    reason: reasonOf(rule, group, points, applies, facts),
  };
}

function reasonOf(
  rule: ScoringRule,
  group: ScoringGroup,
  points: number,
  applies: boolean,
  facts: ScoringFacts,
): string {
  // Naming every condition of a rule that does not hold would bury the one that keeps it from holding.
  const named = applies ? rule.when : rule.when.filter((condition) => !holds(condition, facts));
  const cut = applies && points !== hundredths(rule.points);
  const limit = rule.points < 0 ? 'nothing was left to take' : `the group gives ${group.cap} at most`;
  const said = named.map((condition) => clause(condition, facts)).join('; ');
  return `${said}${cut ? `; ${limit}` : ''}.`;
}

/**
 * Rounded towards zero, so that caps that add up to 100 never add up to more; the addend undoes binary fractions such as
 * 0.29. Never -0: it is no whole number to V8, and one of them makes it keep all points as fractions.
 */
function hundredths(points: number): number {
  return Math.trunc(points * 100 + Math.sign(points) * 1e-6) + 0;
}

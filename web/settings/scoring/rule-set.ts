/** Editing a set of scoring rules: what is wrong with it, and what a change amounts to. */
import type { Condition, RuleSet, ScoringGroup, ScoringRule } from '#contract/scoring.ts';
import type { Change } from '../../ui/diff.tsx';
import { dec } from '../../ui/format.ts';
import { fieldWord } from '../client/field-words.ts';
import type { Checks } from './checks.ts';

export const MEASURES: Record<string, string> = {
  completeness: 'Completeness, 0 to 1',
  form_seconds: 'Seconds on the form',
  click_to_form_seconds: 'Seconds from click to form',
  form_to_delivery_seconds: 'Seconds from form to delivery',
};
export const OUTCOME_WORDS: Record<Extract<Condition, { kind: 'check' }>['outcome'], string> = {
  passed: 'passed',
  failed: 'failed',
  unknown: 'could not tell',
  not_run: 'was not run',
};

/** Points with their sign and without needless digits. */
export const pointsText = (points: number) => `${points > 0 ? '+' : points < 0 ? '−' : ''}${trim(Math.abs(points))}`;
const trim = (value: number) => dec(value, 2).replace(/\.?0+$/, '');

type TitleOf = Checks['titleOf'];

export function conditionText(condition: Condition, titleOf: TitleOf): string {
  switch (condition.kind) {
    case 'check':
      return `“${titleOf(condition.check)}” ${OUTCOME_WORDS[condition.outcome]}`;
    case 'field_present':
      return `${fieldWord(condition.field)} is given`;
    case 'field_in':
      return `${fieldWord(condition.field)} is ${condition.values.slice(0, 4).join(' or ')}${condition.values.length > 4 ? ' …' : ''}`;
    case 'measure_at_least':
      return `${measureWord(condition.measure)} at least ${condition.value}`;
    case 'measure_below':
      return `${measureWord(condition.measure)} below ${condition.value}`;
  }
}
const measureWord = (measure: string) => (MEASURES[measure] ?? measure).split(',')[0] ?? measure;
export const ruleText = (rule: ScoringRule, titleOf: TitleOf) =>
  rule.when.map((condition) => conditionText(condition, titleOf)).join(' and ');

export const capsTotal = (groups: readonly ScoringGroup[]) => groups.reduce((sum, group) => sum + group.cap, 0);

/** The first thing that keeps the set from being saved. */
export function faultOf({ groups, rules }: RuleSet): string | undefined {
  const total = capsTotal(groups);
  if (groups.some((group) => group.label.trim() === '')) return 'Name every group.';
  if (!(Math.abs(total - 100) < 1e-9)) return `The most points of all groups add up to ${trim(total)}, not to 100.`;
  if (rules.length === 0) return 'There is no rule.';
  const nameless = rules.find((rule) => rule.label.trim() === '');
  if (nameless) return 'Name every rule.';
  const broken = rules.find((rule) => rule.when.length === 0 || !rule.when.every(isWhole));
  if (broken) return `A condition of “${broken.label}” is not finished.`;
  const wild = rules.find((rule) => !(Math.abs(rule.points) <= 100));
  return wild && `Points of “${wild.label}” must be from −100 to 100.`;
}

function isWhole(condition: Condition): boolean {
  switch (condition.kind) {
    case 'check':
      return condition.check !== '';
    case 'field_present':
      return condition.field !== '';
    case 'field_in':
      return condition.field !== '' && condition.values.length > 0;
    default:
      return condition.measure !== '' && Number.isFinite(condition.value);
  }
}

/** A new id from a label, unlike those that are taken. */
export function idFrom(label: string, taken: readonly string[]): string {
  const base =
    label
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '_')
      .replaceAll(/^_+|_+$/g, '')
      .slice(0, 50) || 'rule';
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}_${n}`;
    if (!taken.includes(id)) return id;
  }
}

/** What differs between two sets, group by group and rule by rule. */
export function changesBetween(before: RuleSet, after: RuleSet, titleOf: TitleOf): Change[] {
  const changes: Change[] = [];
  compare(before.groups, after.groups, (old, fresh) => {
    const label = `Most points of ${(fresh ?? old)?.label}`;
    if (old?.cap !== fresh?.cap) changes.push({ label, before: old && trim(old.cap), after: fresh && trim(fresh.cap) });
    if (old && fresh && old.label !== fresh.label)
      changes.push({ label: 'Name of a group', before: old.label, after: fresh.label });
  });
  compare(before.rules, after.rules, (old, fresh) => {
    const label = (fresh ?? old)?.label ?? '';
    const group = (id: string) => [...after.groups, ...before.groups].find((one) => one.id === id)?.label ?? id;
    if (!old || !fresh || old.points !== fresh.points)
      changes.push({ label, before: old && pointsText(old.points), after: fresh && pointsText(fresh.points) });
    if (!old || !fresh) return;
    if (old.label !== fresh.label) changes.push({ label: 'Name of a rule', before: old.label, after: fresh.label });
    if (old.group !== fresh.group)
      changes.push({ label: `${label}: group`, before: group(old.group), after: group(fresh.group) });
    if (JSON.stringify(old.when) !== JSON.stringify(fresh.when))
      changes.push({ label: `${label}: when`, before: ruleText(old, titleOf), after: ruleText(fresh, titleOf) });
  });
  return changes;
}

function compare<T extends { id: string }>(
  before: readonly T[],
  after: readonly T[],
  visit: (old: T | undefined, fresh: T | undefined) => void,
) {
  for (const id of new Set([...before, ...after].map((one) => one.id)))
    visit(
      before.find((one) => one.id === id),
      after.find((one) => one.id === id),
    );
}

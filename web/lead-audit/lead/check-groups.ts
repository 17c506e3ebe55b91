/** The checks of one lead by outcome, worst first. */
import type { CheckResult, Outcome, Severity } from '#contract/audit.ts';
import type { Tone } from '../../ui/badge.tsx';

export const SEVERITY: Record<Severity, { label: string; tone: Tone }> = {
  block: { label: 'Blocks', tone: 'bad' },
  fraud: { label: 'Fraud', tone: 'bad' },
  invalid: { label: 'Invalid', tone: 'warn' },
  dup: { label: 'Duplicate', tone: 'dup' },
  fixable: { label: 'Fixable', tone: 'accent' },
  warn: { label: 'Warning', tone: 'warn' },
  info: { label: 'Note', tone: 'muted' },
};
const RANK = Object.keys(SEVERITY);

export const OUTCOME_LABEL: Record<Outcome, string> = {
  failed: 'Speaks against it',
  unknown: 'Could not tell',
  passed: 'Passed',
  not_run: 'Not run',
};
const ORDER: readonly Outcome[] = ['failed', 'unknown', 'passed', 'not_run'];

export function checkGroups(checks: readonly CheckResult[]): { outcome: Outcome; checks: CheckResult[] }[] {
  return ORDER.map((outcome) => ({
    outcome,
    checks: checks
      .filter((check) => check.outcome === outcome)
      .sort((a, b) => RANK.indexOf(a.severity) - RANK.indexOf(b.severity) || a.id.localeCompare(b.id)),
  })).filter((group) => group.checks.length > 0);
}

/** A value cut at the marked span, in UTF-16 units as the checks count; the end is not part of it. */
export function markSpan(value: string, span: readonly [number, number] | undefined): [string, string, string] {
  if (!span) return [value, '', ''];
  const [start, end] = span;
  return [value.slice(0, start), value.slice(start, end), value.slice(Math.max(start, end))];
}

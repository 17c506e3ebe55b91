/** How findings and decisions are called on screen. */
import type { FindingAction, FindingDecision, FindingRecord, FindingState } from '#contract/findings.ts';
import type { Tone } from '../../ui/badge.tsx';
import type { TableOnScreen } from '../table-export.tsx';

export const STATE_WORD: Record<FindingState, { label: string; tone: Tone }> = {
  open: { label: 'Open', tone: 'warn' },
  acted: { label: 'Acted on', tone: 'good' },
  dismissed: { label: 'Dismissed', tone: 'muted' },
};

export const ACTION_WORD: Record<FindingAction, { verb: string; done: string; why: string }> = {
  payout_held: { verb: 'Hold payout', done: 'Payout held', why: 'Reason for the seller' },
  upload_excluded: {
    verb: 'Exclude from upload',
    done: 'Kept from conversion upload',
    why: 'Why they are no conversions',
  },
  merged: { verb: 'Mark as merged', done: 'Merged', why: 'What was done' },
  fixed: { verb: 'Mark as fixed', done: 'Fixed', why: 'What was fixed' },
  dismissed: { verb: 'Dismiss', done: 'Dismissed', why: 'Why it is no problem' },
};

/** Whether a decision left a list of leads behind. */
export const keepsList = ({ action }: Pick<FindingDecision, 'action'>) =>
  action === 'payout_held' || action === 'upload_excluded';

/** Findings as a table for a file; money in minor units. */
export const findingTable = (findings: readonly FindingRecord[]): TableOnScreen => ({
  title: 'Findings',
  columns: [
    ...['kind', 'severity', 'state', 'finding', 'evidence'].map((name) => ({ name, type: 'text' as const })),
    { name: 'leads', type: 'number' },
    { name: 'at_stake_minor', type: 'number' },
    ...['formula', 'from', 'to'].map((name) => ({ name, type: 'text' as const })),
  ],
  rows: findings.map((one) => [
    one.kind,
    one.severity,
    one.state,
    one.title,
    one.evidence,
    one.leads,
    one.at_stake_minor,
    one.at_stake_formula,
    one.filter.from ?? '',
    one.filter.to ?? '',
  ]),
});

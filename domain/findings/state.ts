/** Whether a finding still asks for something after what was decided about it. */
import type { FindingAction, FindingState } from '#contract/findings.ts';

/** More leads than at the decision, at least so many and at least this share of them, open a finding again. */
const GROWN_MIN = 10;
const GROWN_SHARE = 0.25;

/**
 * The state after the newest decision, and by how many leads the finding grew where that opens it again. `leadsNow`:
 * leads behind it from the decision's first day until now.
 */
export function stateOf(
  newest: { action: FindingAction; leads: number } | undefined,
  leadsNow: number,
): { state: FindingState; grownBy: number | null } {
  if (newest === undefined) return { state: 'open', grownBy: null };
  const grown = leadsNow - newest.leads;
  if (grown >= Math.max(GROWN_MIN, GROWN_SHARE * newest.leads)) return { state: 'open', grownBy: grown };
  return { state: newest.action === 'dismissed' ? 'dismissed' : 'acted', grownBy: null };
}

/** What can be done about a finding of each kind, the most fitting first. */
const ACTIONS: Record<string, readonly FindingAction[]> = {
  fraud_source: ['payout_held', 'upload_excluded', 'dismissed'],
  segment: ['payout_held', 'upload_excluded', 'dismissed'],
  double_selling: ['payout_held', 'merged', 'upload_excluded', 'dismissed'],
  bad_phones: ['payout_held', 'upload_excluded', 'dismissed'],
  low_validity: ['payout_held', 'upload_excluded', 'dismissed'],
  click_id_lost: ['fixed', 'upload_excluded', 'dismissed'],
  volume_change: ['dismissed'],
  volume_anomaly: ['dismissed'],
};

export function actionsFor(kind: string): FindingAction[] {
  return [...(ACTIONS[kind] ?? ['dismissed'])];
}

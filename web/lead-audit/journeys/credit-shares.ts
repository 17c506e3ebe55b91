/** Which step of a lead's timeline has which part of the credit. */
import type { AttributionModel, LeadCredits } from '#contract/journeys.ts';
import type { TimelineStep } from '#contract/touchpoint.ts';

/**
 * Parts by the id of a step. The timeline tells touchpoints by id, journeys by second and kind: touches of one second and
 * kind have the same part under every model that does not tell first from last, so taking them in order is exact enough.
 */
export function creditShares(
  touches: LeadCredits['touches'],
  steps: readonly TimelineStep[],
  model: AttributionModel,
): Map<string, number> {
  const second = (at: string) => Math.floor(Date.parse(at) / 1000);
  const waiting = new Map<string, string[]>();
  for (const { id, at, kind } of steps) {
    if (id === undefined) continue;
    const key = `${second(at)} ${kind}`;
    waiting.set(key, [...(waiting.get(key) ?? []), id]);
  }
  const shares = new Map<string, number>();
  for (const { at, kind, credits } of touches) {
    const id = waiting.get(`${second(at)} ${kind}`)?.shift();
    if (id !== undefined) shares.set(id, credits[model] ?? 0);
  }
  return shares;
}

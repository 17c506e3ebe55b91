/** B10: the lead claims a campaign, but no click or visit of it is on record, though those of its source usually are. */
import type { LeadCheck } from '../check.ts';
import { NOT_LOOKED_UP, signalsOf } from '../history/own-signals.ts';
import { failed, notRun } from '../verdict.ts';

/** Share of a source's leads that must have a click or visit on record before one without says anything. */
export const RECORDED_SHARE_MIN = 0.8;

export const b10NoTouch: LeadCheck = {
  id: 'B10_NO_TOUCH',
  family: 'behaviour',
  severity: 'fraud',
  mode: 'history',
  title: 'No click or visit is missing',
  standing: true,
  run({ raw }, facts) {
    const campaign = raw.source_details?.campaign_id;
    if (!campaign) return notRun('The lead names no campaign.');
    const signals = signalsOf(facts, 'B10_NO_TOUCH');
    if (signals === undefined) return notRun(NOT_LOOKED_UP);
    const [missing] = signals;
    if (missing === undefined) {
      return (facts.history?.standing?.touch_share ?? 0) < RECORDED_SHARE_MIN
        ? notRun('Clicks and visits of this source are not recorded.')
        : 'passed';
    }
    return failed(
      `The lead claims a campaign, but no click or visit is on record in the ${missing.days} days before it.`,
      [
        { label: 'Campaign claimed', value: campaign },
        { label: 'Looked for', value: `${missing.days} days` },
        { label: "The source's leads that have one", value: `${Math.round(missing.recorded_share * 100)} %` },
      ],
    );
  },
};

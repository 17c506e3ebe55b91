/**
 * B11: the click came when the form was open already or too late to fill it, or, where nothing says how long the form
 * was open, so late that its source has many more such leads than the others (Poisson, and Kolmogorov-Smirnov over
 * the whole): a click that was put there to claim a lead that came anyway.
 */
import type { LeadCheck } from '../check.ts';
import { chanceText, NOT_LOOKED_UP, signalsOf } from '../history/own-signals.ts';
import { failed, notRun } from '../verdict.ts';

/** Preparing, pointing and clicking of the keystroke-level model, as in B04: nothing is faster. */
export const CLICK_FLOOR_SECONDS = 2.65;
/** Clocks of two machines differ, and forms begin to count when they have loaded. */
export const FORM_SLACK_SECONDS = 1;

export const b11ClickToLead: LeadCheck = {
  id: 'B11_CLICK_TO_LEAD',
  family: 'behaviour',
  severity: 'fraud',
  mode: 'history',
  title: 'Time from click to lead',
  standing: true,
  run({ raw, createdAt }, facts) {
    if (raw.clicked_at === undefined) return notRun('The time of the click was not sent.');
    const seconds = (createdAt - Date.parse(raw.clicked_at)) / 1000;
    // A click after the form is for the check of dates.
    if (!(seconds >= 0)) return notRun('The click does not lie before the form.');
    const onForm = raw.form?.seconds_on_form;
    if (onForm !== undefined && seconds < onForm - FORM_SLACK_SECONDS) {
      return failed('The click came when the form was already open.', [
        { label: 'Click to lead', value: `${seconds.toFixed(1)} s` },
        { label: 'Time on the form', value: `${onForm.toFixed(1)} s` },
      ]);
    }
    if (seconds < CLICK_FLOOR_SECONDS) {
      return failed(
        `The lead came ${seconds.toFixed(1)} s after its click, before a page can be seen and a form sent.`,
        [
          { label: 'Click to lead', value: `${seconds.toFixed(1)} s` },
          { label: 'Human floor', value: `${CLICK_FLOOR_SECONDS} s (Card et al. 1980)` },
        ],
      );
    }
    // The form was opened after the click: however quick it was, it is its own.
    if (onForm !== undefined) return 'passed';
    const signals = signalsOf(facts, 'B11_CLICK_TO_LEAD');
    if (signals === undefined) return notRun(NOT_LOOKED_UP);
    const [early] = signals;
    if (early === undefined || seconds >= early.below_seconds) {
      return facts.history?.standing?.median_click_seconds == null
        ? notRun('Too few leads of the source have a time of click.')
        : 'passed';
    }
    const percent = (part: number) => `${(part * 100).toFixed(1)} %`;
    return failed(
      `The lead came ${seconds.toFixed(0)} s after its click, as ${percent(early.share_below)} of this source do and ${percent(early.peers_share_below)} of the others.`,
      [
        { label: 'Click to lead', value: `${seconds.toFixed(1)} s` },
        { label: 'Median of the source', value: `${early.median_seconds.toFixed(0)} s` },
        { label: 'Median of the others', value: `${early.peers_median_seconds.toFixed(0)} s` },
        ...(early.impossible
          ? [{ label: "The source's leads whose click came too late to be theirs", value: String(early.impossible) }]
          : []),
        { label: 'Kolmogorov-Smirnov distance', value: early.distance.toFixed(3) },
        { label: 'Chance', value: chanceText(early.p) },
      ],
    );
  },
};

/**
 * B04: the form was sent faster than a person can fill it. The floor is built from the operator times of the
 * keystroke-level model (Card, Moran & Newell, "The keystroke-level model for user performance time with interactive
 * systems", CACM 23(7), 1980): 1.35 s to prepare, 1.10 s to point and 0.20 s to click for sending, and for each field
 * seven keys (one to get there, six to type) of the best typist at 0.08 s. Every figure is the fastest there is.
 */
import type { LeadCheck } from '../check.ts';
import { failed, notRun } from '../verdict.ts';

/** 1.35 + 1.10 + 0.20. */
const SEND_SECONDS = 2.65;
/** 7 keys of 0.08. */
const FIELD_SECONDS = 0.56;
/** The floor of lead sellers' witnesses (Jornaya lead duration). Above it a browser that fills the form for the person may be the reason. */
const UNWITNESSED_CAP_SECONDS = 5;

export const b04TooFast: LeadCheck = {
  id: 'B04_TOO_FAST',
  family: 'behaviour',
  severity: 'fraud',
  mode: 'offline',
  title: 'Time on the form',
  run({ raw }) {
    const form = raw.form;
    const seconds = form?.seconds_on_form;
    if (form === undefined || seconds === undefined) {
      return notRun('The time spent on the form was not sent.');
    }
    const floor = humanFloor(form.field_count ?? 1, form.paste_events, form.autofill_events);
    if (seconds >= floor.seconds) return 'passed';
    const fields = form.field_count === undefined ? 'a form' : `${form.field_count} fields`;
    return failed(
      `The form took ${seconds.toFixed(1)} s; the fastest person needs ${floor.seconds.toFixed(1)} s for ${fields}.`,
      [
        { label: 'Seconds on the form', value: seconds.toFixed(1) },
        { label: 'Human floor', value: `${floor.seconds.toFixed(1)} s` },
        { label: 'Basis', value: floor.basis },
      ],
    );
  },
};

/** Fewest seconds a person needs; counts that were not sent leave open that the browser filled the form. */
function humanFloor(
  fields: number,
  pastes: number | undefined,
  autofills: number | undefined,
): { seconds: number; basis: string } {
  if ((pastes ?? 0) + (autofills ?? 0) > 0) {
    return {
      seconds: SEND_SECONDS,
      basis: 'filled by browser or paste: preparing, pointing, clicking (Card et al. 1980)',
    };
  }
  // To the hundredth, because the sum of binary fractions would miss the limit by a hair.
  const typed = Math.round((SEND_SECONDS + fields * FIELD_SECONDS) * 100) / 100;
  if (autofills === undefined && typed > UNWITNESSED_CAP_SECONDS) {
    return {
      seconds: UNWITNESSED_CAP_SECONDS,
      basis: 'browser filling not witnessed: 5 s, the floor lead witnesses use',
    };
  }
  return {
    seconds: typed,
    basis: `typed: ${SEND_SECONDS.toFixed(2)} s + ${FIELD_SECONDS} s per field (Card et al. 1980)`,
  };
}

/** B05: fields were filled, but nobody typed, pasted, or let the browser fill them. */
import type { LeadCheck } from '../check.ts';
import { failed, notRun, unknown } from '../verdict.ts';

export const b05NoInputEvents: LeadCheck = {
  id: 'B05_NO_INPUT_EVENTS',
  family: 'behaviour',
  severity: 'fraud',
  mode: 'offline',
  title: 'Fields were filled by hand',
  run({ raw }) {
    const form = raw.form;
    const counts = [form?.key_events, form?.paste_events, form?.autofill_events];
    if (counts.every((count) => count === undefined)) {
      return notRun('The form sent no counts of typing, pasting and filling.');
    }
    if (counts.some((count) => count !== undefined && count > 0)) return 'passed';
    if (counts.includes(undefined)) {
      return unknown('No input was seen, but not every kind of input was counted.');
    }
    if (form?.field_count === 0) return notRun('The form had no fields to fill.');
    return failed('The form came filled, yet no key, no paste and no filling by the browser was seen.', [
      { label: 'Key presses', value: '0' },
      { label: 'Pastes', value: '0' },
      { label: 'Filled by browser', value: '0' },
      ...(form?.field_count === undefined ? [] : [{ label: 'Fields of the form', value: String(form.field_count) }]),
    ]);
  },
};

/** S04: the lead was handed over later than the source agreed to. */
import type { LeadCheck } from '../check.ts';
import { spanText, timeText } from '../evidence-text.ts';
import { failed, notRun, unknown } from '../verdict.ts';
import { registeredSource } from './registered-source.ts';

export const s04LeadAge: LeadCheck = {
  id: 'S04_LEAD_AGE',
  family: 'source',
  severity: 'warn',
  mode: 'offline',
  title: 'Fresh at delivery',
  run({ raw }, { sources }) {
    if (raw.delivered_at === undefined || raw.created_at === undefined) {
      return notRun('The times of the form and of the delivery are not both known.');
    }
    const agreed = sources && registeredSource(sources, raw.source)?.max_age_seconds;
    if (agreed === undefined) return notRun('No maximum age is agreed with this source.');
    const created = Date.parse(raw.created_at);
    const delivered = Date.parse(raw.delivered_at);
    const age = (delivered - created) / 1000;
    if (!(age >= 0)) return unknown('The delivery lies before the form, so it has no age.');
    if (age <= agreed) return 'passed';
    return failed(
      `The lead was ${spanText(age * 1000)} old when it was delivered; ${spanText(agreed * 1000)} are agreed.`,
      [
        { label: 'Form sent', value: timeText(created) },
        { label: 'Delivered', value: timeText(delivered) },
        { label: 'Age', value: `${Math.round(age)} s` },
        { label: 'Agreed maximum', value: `${agreed} s` },
      ],
    );
  },
};

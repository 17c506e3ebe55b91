/** C02: the record of consent contradicts the lead: given after it, for another form, or withdrawn. */
import type { LeadCheck, PreparedLead } from '../check.ts';
import { spanText, timeText } from '../evidence-text.ts';
import { failed, notRun } from '../verdict.ts';

/** The form and the consent log may run on two clocks. */
const CLOCK_TOLERANCE_MS = 15 * 60_000;

export const c02ConsentConflict: LeadCheck = {
  id: 'C02_CONSENT_CONFLICT',
  family: 'consent',
  severity: 'block',
  mode: 'offline',
  title: 'Consent holds',
  run(lead, { now }) {
    const { consent, form } = lead.raw;
    const given = instant(consent?.given_at);
    const withdrawn = instant(consent?.withdrawn_at);
    const forms = consent?.form_id?.trim() && form?.form_id?.trim();
    if (given === undefined && withdrawn === undefined && !forms) {
      return notRun('The record of consent has no time and no form to compare.');
    }
    const conflicts = [
      withdrawal(given, withdrawn, now),
      lateness(lead, given),
      forms && consent?.form_id?.trim() !== form?.form_id?.trim() ? 'it was given on another form' : undefined,
    ].filter((conflict) => conflict !== undefined);
    if (conflicts.length === 0) return 'passed';
    return failed(`The consent does not hold: ${conflicts.join('; ')}.`, [
      { label: 'Lead created', value: Number.isNaN(lead.createdAt) ? 'not known' : timeText(lead.createdAt) },
      { label: 'Consent given', value: given === undefined ? 'not given' : timeText(given) },
      ...(withdrawn === undefined ? [] : [{ label: 'Consent withdrawn', value: timeText(withdrawn) }]),
      ...(forms ? [{ label: 'Form of the consent', value: consent?.form_id?.trim() ?? '' }] : []),
      ...(forms ? [{ label: 'Form of the lead', value: form?.form_id?.trim() ?? '' }] : []),
    ]);
  },
};

function instant(text: string | undefined): number | undefined {
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

/** A consent given anew after a withdrawal holds again. */
function withdrawal(given: number | undefined, withdrawn: number | undefined, now: number): string | undefined {
  if (withdrawn === undefined || withdrawn > now || (given !== undefined && given > withdrawn)) return undefined;
  return `it was withdrawn ${spanText(now - withdrawn)} ago`;
}

function lateness({ createdAt }: PreparedLead, given: number | undefined): string | undefined {
  if (given === undefined || Number.isNaN(createdAt) || given <= createdAt + CLOCK_TOLERANCE_MS) return undefined;
  return `it was given ${spanText(given - createdAt)} after the lead`;
}

/** The number lies in no assigned range of its country's numbering plan. */
import { type CountryCode, Metadata, type NumberingPlan } from 'libphonenumber-js/max';
import type { LeadCheck } from '../check.ts';
import { NUMBERING_PLANS } from '../lists/numbering-plans.ts';
import { failed, notRun, unknown } from '../verdict.ts';

export const p02InvalidRange: LeadCheck = {
  id: 'P02_INVALID_RANGE',
  family: 'phone',
  severity: 'invalid',
  mode: 'offline',
  title: 'Phone number is in an assigned range',
  run({ phone }) {
    if (!phone) return notRun('The lead has no phone number.');
    if (phone.error !== undefined) return unknown('The number could not be read.');
    if (phone.valid) return 'passed';
    const region = phone.region ?? phone.assumedCountry;
    const plan = region === undefined ? undefined : planOf(region);
    return failed(
      phone.possible ? 'No such number is assigned.' : 'The number has a length that no number of the plan has.',
      [
        { label: 'Number', value: phone.e164 ?? phone.given },
        { label: 'Region', value: region ? `${region} (+${phone.callingCode})` : `+${phone.callingCode}` },
        ...(plan ? [{ label: 'Pattern of the region', value: plan }] : []),
      ],
      { list: NUMBERING_PLANS },
    );
  },
};

/** The pattern all national numbers of a region follow, as libphonenumber has it; its types leave the method out. */
function planOf(region: string): string | undefined {
  const metadata = new Metadata();
  metadata.selectNumberingPlan(region as CountryCode);
  return (
    metadata.numberingPlan as (NumberingPlan & { nationalNumberPattern(): string }) | undefined
  )?.nationalNumberPattern();
}

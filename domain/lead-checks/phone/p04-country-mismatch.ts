/** The phone is of another country than the lead claims, and the IP address does not explain it. */
import type { LeadCheck } from '../check.ts';
import { failed, notRun, unknown } from '../verdict.ts';
import { samePlan } from './shared-plans.ts';

export const p04CountryMismatch: LeadCheck = {
  id: 'P04_COUNTRY_MISMATCH',
  family: 'phone',
  severity: 'warn',
  mode: 'offline',
  title: 'Phone country fits the lead',
  run({ raw, phone }, { ipCountry, ipCountryList }) {
    if (!phone) return notRun('The lead has no phone number.');
    const claimed = raw.address?.country;
    if (claimed === undefined) return notRun('The lead names no country to compare with.');
    if (!phone.valid || phone.region === undefined) return unknown('The number does not tell its country.');
    if (samePlan(phone.region, claimed)) return 'passed';
    if (ipCountry !== undefined && samePlan(phone.region, ipCountry)) return 'passed';
    return failed(
      ipCountry === undefined
        ? `The phone is of ${phone.region}, the lead of ${claimed}.`
        : `The phone is of ${phone.region}, the lead of ${claimed}, the IP address of ${ipCountry}.`,
      [
        { label: 'Phone country', value: phone.region },
        { label: 'Lead country', value: claimed },
        { label: 'IP country', value: ipCountry ?? 'not known' },
      ],
      { list: ipCountry === undefined ? undefined : ipCountryList },
    );
  },
};

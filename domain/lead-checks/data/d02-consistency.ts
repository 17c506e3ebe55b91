/**
 * D02: parts of the address contradict each other. Compared pairs: postal code with country, postal code with state
 * (US, Canada, Australia), state with country. Cities are not compared, because no city list ships.
 */
import type { Evidence } from '#contract/audit.ts';
import type { LeadCheck } from '../check.ts';
import { foldAccents } from '../prepare/company.ts';
import { failed, notRun, unknown } from '../verdict.ts';
import { COUNTRY_OF_REGION_NAME, POSTAL_FORMATS, regionCode, regionsOfPostalCode } from './postal.ts';

type Pair = { disagree: string; evidence: Evidence[] } | 'agree' | undefined;

export const d02Consistency: LeadCheck = {
  id: 'D02_CONSISTENCY',
  family: 'data',
  severity: 'warn',
  mode: 'offline',
  title: 'Address agrees with itself',
  run({ raw }) {
    const country = raw.address?.country;
    const postal = raw.address?.postal_code?.trim().toUpperCase() || undefined;
    const region = raw.address?.region?.trim() || undefined;
    if (country === undefined || (postal === undefined && region === undefined)) {
      return notRun('The address has no country together with a postal code or a region.');
    }
    const format = postal === undefined ? undefined : postalAndCountry(postal, country);
    // A code that is not one of this country at all says nothing of the state.
    const state = format === 'agree' && postal && region ? postalAndRegion(postal, region, country) : undefined;
    const pairs = [format, state, region === undefined ? undefined : regionAndCountry(region, country)];
    const found = pairs.filter((pair) => typeof pair === 'object');
    if (found.length > 0) {
      return failed(
        `The address contradicts itself: ${found.map(({ disagree }) => disagree).join('; ')}.`,
        found.flatMap(({ evidence }) => evidence),
      );
    }
    if (pairs.includes('agree')) return 'passed';
    return unknown('No list of postal codes or regions covers this address.');
  },
};

function postalAndCountry(postal: string, country: string): Pair {
  const format = POSTAL_FORMATS.get(country);
  if (format === undefined) return undefined;
  if (format.pattern.test(postal)) return 'agree';
  return {
    disagree: `postal code ${postal} has not the form of ${country}`,
    evidence: [
      { label: 'Postal code', value: postal },
      { label: `Form in ${country}`, value: format.example },
    ],
  };
}

function postalAndRegion(postal: string, region: string, country: string): Pair {
  const code = regionCode(region, country);
  const possible = regionsOfPostalCode(postal, country);
  if (code === undefined || possible === undefined) return undefined;
  if (possible.includes(code)) return 'agree';
  return {
    disagree: `postal code ${postal} lies in ${possible.join(' or ')}, not in ${region}`,
    evidence: [
      { label: 'Region given', value: region },
      { label: 'Region of the postal code', value: possible.join(' or ') },
    ],
  };
}

function regionAndCountry(region: string, country: string): Pair {
  const home = COUNTRY_OF_REGION_NAME.get(foldAccents(region.toLowerCase()));
  if (home === undefined) return regionCode(region, country) === undefined ? undefined : 'agree';
  if (home === country) return 'agree';
  return {
    disagree: `${region} lies in ${home}, not in ${country}`,
    evidence: [
      { label: 'Region given', value: region },
      { label: 'Country given', value: country },
      { label: 'Country of the region', value: home },
    ],
  };
}

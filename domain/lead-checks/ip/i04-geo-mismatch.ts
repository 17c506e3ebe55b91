/** I04: the country of the IP address fits neither the country of the lead nor the browser's language and time zone. */
import type { LeadCheck } from '../check.ts';
import { failed, notRun, unknown } from '../verdict.ts';
import { canonicalZone, zonesOfCountry } from './time-zone.ts';

export const i04GeoMismatch: LeadCheck = {
  id: 'I04_GEO_MISMATCH',
  family: 'ip',
  severity: 'warn',
  mode: 'offline',
  title: 'IP country fits the lead',
  run({ raw, phone, ip }, { ipCountry, ipCountryList }) {
    if (ip === undefined) return notRun('No IP address was sent.');
    if (ipCountry === undefined) {
      return ipCountryList === undefined
        ? notRun('No list of countries of IP addresses is installed.')
        : unknown(`The list of countries does not tell where the IP address is (${ipCountryList}).`);
    }
    const claims = raw.address?.country ?? phone?.region;
    if (claims === undefined) return notRun('The lead names no country to compare with.');
    const language = raw.device?.language?.trim() || undefined;
    const zone = raw.device?.time_zone?.trim() || undefined;
    const languages = regionsOf(language);
    const canonical = zone === undefined ? undefined : canonicalZone(zone);
    const agreeing = [
      claims === ipCountry,
      languages.includes(ipCountry),
      canonical !== undefined && zonesOfCountry(ipCountry).has(canonical),
    ];
    if (agreeing.includes(true)) return 'passed';
    return failed(
      `The IP address is in ${ipCountry}, but the lead is of ${claims}, and nothing in the browser points to ${ipCountry}.`,
      [
        { label: 'IP country', value: ipCountry },
        { label: raw.address?.country ? 'Country of the address' : 'Country of the phone', value: claims },
        { label: 'Browser language', value: language ?? 'not sent' },
        { label: 'Browser time zone', value: zone ?? 'not sent' },
      ],
      { list: ipCountryList },
    );
  },
};

/** Countries a language list names: `en-US,de;q=0.8,fr-CH` names US and CH. */
function regionsOf(language: string | undefined): string[] {
  return [...(language ?? '').matchAll(/[a-z]{2,3}(?:[-_][A-Za-z]{4})?[-_]([A-Za-z]{2})\b/g)].map(([, region]) =>
    region!.toUpperCase(),
  );
}

/**
 * I05: the browser's clock contradicts itself, or runs at an offset that no place in the country of the IP address has.
 * Without an IP country the country of the address is compared, which says less: people travel.
 */
import type { Evidence } from '#contract/audit.ts';
import type { LeadCheck } from '../check.ts';
import { failed, notRun, unknown } from '../verdict.ts';
import { canonicalZone, countryOffsets, offsetText, zoneOffsets, zonesOfCountry } from './time-zone.ts';

export const i05TzMismatch: LeadCheck = {
  id: 'I05_TZ_MISMATCH',
  family: 'ip',
  severity: 'warn',
  mode: 'offline',
  title: 'Browser clock fits the place',
  run(lead, facts) {
    const zone = lead.raw.device?.time_zone?.trim() || undefined;
    const west = lead.raw.device?.time_zone_offset_minutes;
    // getTimezoneOffset counts westwards; adding 0 turns -0 into 0.
    const offset = west === undefined ? undefined : -west + 0;
    if (zone === undefined && offset === undefined) return notRun('No time zone was sent.');
    if (zone !== undefined && canonicalZone(zone) === undefined) {
      return unknown(`“${zone}” is no time zone of the tz database.`);
    }
    const year = new Date(Number.isNaN(lead.createdAt) ? facts.now : lead.createdAt).getUTCFullYear();
    const offsets = zone === undefined ? undefined : zoneOffsets(zone, year);
    const seen: Evidence[] = [
      ...(zone === undefined ? [] : [{ label: 'Browser time zone', value: zone }]),
      ...(offset === undefined ? [] : [{ label: 'Browser offset', value: offsetText(offset) }]),
    ];
    if (zone !== undefined && offsets && offset !== undefined && !offsets.includes(offset)) {
      return failed(
        `The browser names ${zone} but its clock runs at ${offsetText(offset)}, which that zone never has.`,
        [...seen, { label: `Offsets of ${zone}`, value: offsets.map(offsetText).join(', ') }],
      );
    }
    const place = facts.ipCountry ?? lead.raw.address?.country;
    const basis = facts.ipCountry === undefined ? 'country of the address' : 'country of the IP address';
    const own = offsets ?? [offset ?? 0];
    if (place === undefined || zonesOfCountry(place).size === 0) {
      return zone !== undefined && offset !== undefined
        ? 'passed'
        : notRun('No country is known to compare the time zone with.');
    }
    if (zone !== undefined && zonesOfCountry(place).has(canonicalZone(zone) ?? '')) return 'passed';
    const possible = countryOffsets(place, year);
    if (own.some((minutes) => possible.has(minutes))) return 'passed';
    if (own.length === 1 && own[0] === 0) {
      return unknown('The browser reports UTC, as privacy settings and servers do.');
    }
    return failed(
      `The browser's clock runs at an offset that no place in ${place}, the ${basis}, has.`,
      [
        ...seen,
        { label: `Compared with the ${basis}`, value: place },
        {
          label: `Offsets in ${place}`,
          value: [...possible]
            .sort((a, b) => a - b)
            .map(offsetText)
            .join(', '),
        },
      ],
      { list: facts.ipCountry === undefined ? undefined : facts.ipCountryList },
    );
  },
};

/** I02: the IP address is none that a visitor on the internet can have. */
import type { LeadCheck } from '../check.ts';
import { failed, notRun, unknown } from '../verdict.ts';

/** Public addresses, and the transition mechanisms that carried visitors: 6to4 (RFC 3056) and Teredo (RFC 4380). */
const PUBLIC_RANGES = new Set(['unicast', '6to4', 'teredo']);

export const i02PrivateBogon: LeadCheck = {
  id: 'I02_PRIVATE_BOGON',
  family: 'ip',
  severity: 'invalid',
  mode: 'offline',
  title: 'Public IP address',
  run({ ip }) {
    if (ip === undefined) return notRun('No IP address was sent.');
    if (ip.normalised === undefined || ip.range === undefined) {
      return unknown(`“${ip.given}” is no IP address.`);
    }
    if (PUBLIC_RANGES.has(ip.range)) return 'passed';
    return failed(
      `The IP address is in a range no visitor can come from (${ip.range}); a proxy may have hidden the visitor's own.`,
      [
        { label: 'IP address', value: ip.normalised },
        { label: 'Range (IANA special-purpose registry)', value: ip.range },
      ],
    );
  },
};

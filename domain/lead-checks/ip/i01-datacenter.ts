/** I01: the IP address belongs to a hosting provider. `passed` means no more than: not on the list. */
import type { LeadCheck } from '../check.ts';
import { listName } from '../lists/list-name.ts';
import { failed, notRun, unknown } from '../verdict.ts';
import { hostingRange } from './hosting.ts';
import { HOSTING_LIST } from './hosting-ranges.ts';

const LIST = listName(HOSTING_LIST, HOSTING_LIST.date);

export const i01Datacenter: LeadCheck = {
  id: 'I01_DATACENTER',
  family: 'ip',
  severity: 'fraud',
  mode: 'offline',
  title: 'Not from a listed data centre',
  run({ ip }) {
    if (ip === undefined) return notRun('No IP address was sent.');
    if (ip.normalised === undefined) return unknown(`“${ip.given}” is no IP address.`);
    const range = hostingRange(ip);
    if (range === undefined) return 'passed';
    return failed(
      `The IP address belongs to servers of ${range.provider}, where programs run and few people browse.`,
      [
        { label: 'IP address', value: ip.normalised },
        { label: 'Range', value: range.cidr },
        { label: 'Provider', value: range.provider },
      ],
      { list: LIST },
    );
  },
};

/** X04: the same person was delivered by another seller shortly before, and this delivery brings nothing of its own. */
import type { EarlierLead, LeadCheck, PreparedLead, RegisteredSource } from '../check.ts';
import { spanText, timeText } from '../evidence-text.ts';
import { registeredSource } from '../source/registered-source.ts';
import { failed, notRun } from '../verdict.ts';

/** A person who asks two portals does so within a day or comes back after weeks; a list is sold on within a month. */
export const RESALE_DAYS = 30;
const DAY_MS = 86_400_000;

export const x04Resold: LeadCheck = {
  id: 'X04_RESOLD',
  family: 'duplicate',
  severity: 'fraud',
  mode: 'history',
  title: 'Not sold twice',
  run(lead, facts) {
    const { sources, duplicates } = facts;
    if (duplicates === undefined) return notRun('Earlier leads were not looked up.');
    const own = sources && registeredSource(sources, lead.raw.source);
    if (own === undefined || own.kind !== 'partner')
      return notRun('The source is not registered as one that sells leads.');
    const at = Number.isNaN(lead.createdAt) ? facts.now : lead.createdAt;
    const earlier = duplicates.otherSource;
    if (earlier === undefined || earlier.createdAt > at || at - earlier.createdAt > RESALE_DAYS * DAY_MS)
      return 'passed';
    const seller = registeredSource(sources ?? [], earlier.source);
    if (seller?.kind !== 'partner') return 'passed';
    // Who fills a second portal's form in leaves a trace of doing so.
    if (facts.witness !== undefined || traced(lead)) return 'passed';
    return failed(
      `${earlier.source} delivered the same person ${spanText(at - earlier.createdAt)} before, and nothing shows that they asked again.`,
      [
        ...timeline(earlier, seller),
        { label: 'Then', value: `${lead.raw.source}, ${timeText(at)}${priceText(own)}` },
        { label: 'Trace of the person at the second', value: 'none' },
      ],
    );
  },
};

/** A browser's name and an id are written by whoever likes; an address and a time on the form are held against others. */
function traced({ raw, ip }: PreparedLead): boolean {
  return ip?.normalised !== undefined || raw.form?.seconds_on_form !== undefined;
}

function timeline(earlier: EarlierLead, seller: RegisteredSource) {
  return [
    { label: 'Earlier lead', value: earlier.lead_id },
    { label: 'First', value: `${earlier.source}, ${timeText(earlier.createdAt)}${priceText(seller)}` },
  ];
}

function priceText({ price }: RegisteredSource): string {
  return price === undefined ? '' : `, ${price} per lead`;
}

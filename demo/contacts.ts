/** What happened after a lead came: mails it opened and answered, calls, meetings. The better the lead, the more. */
import { DAY_MS } from './calendar.ts';
import type { Draft } from './drafts.ts';
import { type Random, seededRandom } from './random.ts';
import type { DemoTouchpoint } from './touchpoints.ts';

const HOUR_MS = 3_600_000;

/** Deeds up to `now` (milliseconds since 1970), oldest first. A lead that nobody reached did nothing. */
export function contactsOf(draft: Draft, seed: number, now: number, visitor: string): DemoTouchpoint[] {
  const reached = new Map(draft.statusChanges.map(({ status, at }) => [status, at]));
  const contacted = reached.get('contacted');
  if (contacted === undefined) return [];
  const random = seededRandom(`${seed}/contact/${draft.lead.external_id}`);
  const qualified = reached.get('qualified');
  const deeds: Deed[] = [
    random.chance(0.6) ? call(contacted, random) : { kind: 'email_open', at: contacted + 4 * HOUR_MS * random.unit() },
    ...mails(contacted, qualified === undefined ? 0.35 : 0.75, random),
  ];
  if (qualified !== undefined) {
    deeds.push(random.chance(0.7) ? meeting(qualified, random) : call(qualified, random));
    if (random.chance(0.5)) deeds.push({ kind: 'email_reply', at: qualified + DAY_MS * (0.2 + random.unit()) });
    const last = reached.get('converted');
    if (last !== undefined && random.chance(0.6)) deeds.push(meeting(last - 2 * DAY_MS * random.unit(), random));
  }
  return deeds
    .filter(({ at }) => at <= now && at > draft.createdAt)
    .sort((a, b) => a.at - b.at)
    .map(({ at, ...deed }) => ({
      client: draft.client.key,
      visitor_id: visitor,
      lead: draft.lead.external_id,
      at: new Date(at).toISOString(),
      source: draft.source.name,
      ...deed,
    }));
}

type Deed = Pick<DemoTouchpoint, 'kind' | 'seconds' | 'landing_page'> & { at: number };

const call = (at: number, random: Random): Deed => ({
  kind: 'call',
  at,
  seconds: 40 + Math.floor(600 * random.unit()),
});
const meeting = (at: number, random: Random): Deed => ({
  kind: 'meeting',
  at,
  seconds: 900 * (1 + random.below(4)),
});

/** A mail every few days: opened, sometimes clicked, now and then answered. */
function mails(from: number, interest: number, random: Random): Deed[] {
  const deeds: Deed[] = [];
  for (let sent = from + DAY_MS; deeds.length < 8 && random.chance(0.3 + 0.6 * interest); ) {
    const at = sent + 10 * HOUR_MS * random.unit();
    deeds.push({ kind: 'email_open', at });
    if (random.chance(0.5 * interest)) deeds.push({ kind: 'email_click', at: at + 60_000 * (1 + random.unit()) });
    if (random.chance(0.2 * interest)) deeds.push({ kind: 'email_reply', at: at + HOUR_MS * (1 + random.unit()) });
    sent += DAY_MS * (3 + 4 * random.unit());
  }
  return deeds;
}

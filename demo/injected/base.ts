/** What all injected frauds are made from: sound leads of other people, moved in time, with a trait or two falsified. */
import type { DemoLead } from '../compose.ts';
import type { Random } from '../random.ts';

export const FRAUD_KINDS = ['bots', 'farm', 'resold', 'click_injection', 'geo_fake'] as const;
export type FraudKind = (typeof FRAUD_KINDS)[number];

export interface Stock {
  /** A lead of this source that was not used yet; of any source when it has run out. */
  take(source: string): DemoLead;
  /** First and last instant of the world, milliseconds since 1970. */
  from: number;
  to: number;
}

export function stockOf(material: readonly DemoLead[], random: Random): Stock {
  const bySource = Map.groupBy(shuffled(material, random), ({ source }) => source);
  const times = material.map(({ created_at }) => Date.parse(created_at));
  return {
    take(source) {
      const pile = [bySource.get(source) ?? [], ...bySource.values()].find((leads) => leads.length > 0);
      const lead = pile?.pop();
      if (lead === undefined) throw new Error('The stock of people has run out.');
      return structuredClone(lead);
    },
    from: Math.min(...times),
    to: Math.max(...times),
  };
}

/** The lead as if it had been sent at another time. */
export function movedTo(lead: DemoLead, at: number): DemoLead {
  const by = at - Date.parse(lead.created_at);
  const moved = (time: string) => new Date(Date.parse(time) + by).toISOString();
  lead.created_at = moved(lead.created_at);
  if (lead.clicked_at) lead.clicked_at = moved(lead.clicked_at);
  if (lead.delivered_at) lead.delivered_at = moved(lead.delivered_at);
  if (lead.consent?.given_at) lead.consent.given_at = moved(lead.consent.given_at);
  return lead;
}

/** An address of a household somewhere, that no other lead shares. */
export function homeAddress(random: Random): string {
  return `${random.pick([24, 67, 71, 73, 76, 98, 99, 108])}.${random.below(256)}.${random.below(256)}.${1 + random.below(254)}`;
}

/** Sizes of groups that add up to `count`, each from `least` to `most` where that is possible. */
export function groupSizes(count: number, least: number, most: number, random: Random): number[] {
  const sizes: number[] = [];
  for (let left = count; left > 0; ) {
    const size = Math.min(left, least + random.below(most - least + 1));
    // A rest too small for a group of its own joins the last.
    if (left - size < least && left - size > 0) sizes.push(left);
    else sizes.push(size);
    left -= sizes.at(-1) ?? left;
  }
  return sizes;
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const copy = [...items];
  for (let at = copy.length - 1; at > 0; at--) {
    const other = random.below(at + 1);
    [copy[at], copy[other]] = [copy[other] as T, copy[at] as T];
  }
  return copy;
}

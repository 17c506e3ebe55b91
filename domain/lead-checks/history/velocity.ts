/** B06, B07 and B08 over all leads of a client: keys that gave too many leads within a span. */
import type { HistorySignal } from '#contract/history.ts';
import { leastUnlikely, seenPoissonTail, zeltermanRate } from '../../statistics/poisson.ts';
import { type Found, weightOf } from './found.ts';
import { crowdedSpans } from './spans.ts';

const MINUTE = 60;
const DAY = 86_400;

/**
 * Leads of different people from one device: more than a household or a desk has. The first three windows are those of
 * Jornaya's counts; the longer ones are for whoever takes their time.
 */
export const DEVICE_LIMITS = [
  { window_seconds: 5 * MINUTE, limit: 3 },
  { window_seconds: 60 * MINUTE, limit: 4 },
  { window_seconds: 12 * 60 * MINUTE, limit: 6 },
  { window_seconds: 7 * DAY, limit: 8 },
  { window_seconds: 30 * DAY, limit: 12 },
] as const;
/** Leads pasted alike in a week. */
export const PASTE_LIMIT = { window_seconds: 7 * DAY, limit: 5 } as const;
/** A day, because whoever fills forms for a living keeps office hours. */
export const ADDRESS_WINDOW_SECONDS = DAY;
/** Chance that is taken for none, among as many addresses as a large client sees in years. */
const ALPHA = 1e-6;
/** Whatever chance says, fewer are a household or an office. */
const ADDRESS_FLOOR = 4;
const NETWORK_FLOOR = 5;
/** As many seen groups' worth of the client's rate is mixed into the source's, and of the prior into the client's. */
const SHRINKAGE = 30;
/** Rates where nothing was seen yet: hardly anybody shares an address in a day. */
const PRIOR = { address: 0.02, network: 0.03 };

/** Days on which an address or network of a source gave exactly one lead, and exactly two. */
export interface AddressCounts {
  source: string;
  of: 'address' | 'network';
  ones: number;
  twos: number;
}

/** Leads that an address or network gives in a day, by source; `client` where a source has none of its own. */
export interface AddressRates {
  client: Record<'address' | 'network', number>;
  sources: ReadonlyMap<string, Record<'address' | 'network', number>>;
}

/** Rates by Zelterman's estimator, which a flood of fraud does not raise; sources lean on the client, the client on a prior. */
export function addressRates(counts: readonly AddressCounts[]): AddressRates {
  const rate = (of: 'address' | 'network', own: readonly AddressCounts[], prior: number) => {
    const mine = own.filter((count) => count.of === of);
    const sum = (pick: (count: AddressCounts) => number) => mine.reduce((total, count) => total + pick(count), 0);
    return zeltermanRate(
      sum(({ ones }) => ones),
      sum(({ twos }) => twos),
      prior,
      SHRINKAGE,
    );
  };
  const client = { address: rate('address', counts, PRIOR.address), network: rate('network', counts, PRIOR.network) };
  const bySource = Map.groupBy(counts, ({ source }) => source);
  return {
    client,
    sources: new Map(
      [...bySource].map(([source, own]) => [
        source,
        { address: rate('address', own, client.address), network: rate('network', own, client.network) },
      ]),
    ),
  };
}

export const KEY_KINDS = ['device', 'address', 'network', 'cadence'] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

/** The leads of one key, oldest first. Repeats of a person are `repeats`: members, but not counted. */
export interface KeyGroup {
  kind: KeyKind;
  key: string;
  /** Undefined for devices, which are counted over all sources. */
  source: string | undefined;
  leads: readonly { id: string; at: number; repeats: boolean }[];
}

type Limit = { window_seconds: number; limit: number };

/** How many leads a key of this kind may give in which window. */
export function limitsOf({ kind, source }: Pick<KeyGroup, 'kind' | 'source'>, rates: AddressRates): readonly Limit[] {
  if (kind === 'device') return DEVICE_LIMITS;
  if (kind === 'cadence') return [PASTE_LIMIT];
  const mean = rateOf(kind, source, rates);
  const limit = leastUnlikely(mean, ALPHA, kind === 'address' ? ADDRESS_FLOOR : NETWORK_FLOOR);
  return [{ window_seconds: ADDRESS_WINDOW_SECONDS, limit }];
}

/** The signals of one key and the leads they hold for. */
export function velocityOf(group: KeyGroup, rates: AddressRates): Found {
  const counted = group.leads.filter(({ repeats }) => !repeats).map(({ at }) => at);
  const found: Found = { signals: [], hits: [] };
  for (const limit of limitsOf(group, rates)) {
    for (const span of crowdedSpans(counted, limit.window_seconds * 1000, limit.limit)) {
      const signal = signalOf(group, limit, span.most, rates);
      found.signals.push({ key: group.key, source: group.source, from: span.from, to: span.to, signal });
      for (const { id, at } of group.leads) {
        if (at < span.from || at > span.to) continue;
        found.hits.push({ leadId: id, check: signal.check, weight: weightOf(span.most) });
      }
    }
  }
  return found;
}

function signalOf(group: KeyGroup, limit: Limit, leads: number, rates: AddressRates): HistorySignal {
  const counts = { leads, ...limit };
  if (group.kind === 'device') return { check: 'B07_DEVICE_VELOCITY', ...counts };
  if (group.kind === 'cadence') return { check: 'B06_PASTE_ALL', ...counts };
  const expected = rateOf(group.kind, group.source, rates);
  return { check: 'B08_IP_VELOCITY', of: group.kind, ...counts, expected, p: seenPoissonTail(leads, expected) };
}

function rateOf(of: 'address' | 'network', source: string | undefined, rates: AddressRates): number {
  return (source === undefined ? undefined : rates.sources.get(source))?.[of] ?? rates.client[of];
}

/** B11 over all leads of a client: sources whose leads follow their clicks far sooner than those of the others. */
import { kolmogorovTail } from '../../statistics/kolmogorov-smirnov.ts';
import { poissonTail } from '../../statistics/poisson.ts';
import type { FoundSignal } from './found.ts';
import { NO_END, WHOLE_SOURCE } from './found.ts';

/** Bins of the time from click to lead: four per doubling, from a quarter of a second on. */
export const BINS = 96;
const FIRST_SECONDS = 0.25;
const PER_DOUBLING = 4;
/** Leads with a time of click that a source needs to be judged or to be a peer. */
const LEADS_MIN = 30;
/** Early leads that must be there, and the share of them that no peer accounts for. */
const EARLY_MIN = 5;
const EXCESS_SHARE = 0.9;
/** Over all bins and sources together. */
const ALPHA = 1e-7;

export interface ClickDelays {
  source: string;
  /** Leads per bin. */
  bins: readonly number[];
}

/** Upper edge of a bin in seconds. */
export function binEdge(bin: number): number {
  return FIRST_SECONDS * 2 ** ((bin + 1) / PER_DOUBLING);
}

/**
 * One signal per source with early leads: those below the largest edge at which nine in ten are more than the peers
 * would have. The peers' share is the median of theirs, so that one other bad source does not hide this one.
 */
export function earlyClicks(all: readonly ClickDelays[]): FoundSignal[] {
  const judged = all
    .map(({ source, bins }) => ({ source, shares: sharesBelow(bins), leads: sum(bins) }))
    .filter(({ leads }) => leads >= LEADS_MIN);
  return judged.flatMap((own) => {
    const peers = judged.filter((other) => other !== own);
    if (peers.length === 0) return [];
    const others = sum(peers.map(({ leads }) => leads));
    const reference = Array.from({ length: BINS }, (_, bin) => median(peers.map(({ shares }) => shares[bin] ?? 1)));
    let edge: number | undefined;
    let [distance, least] = [0, 1];
    for (let bin = 0; bin < BINS; bin++) {
      const [share, usual] = [own.shares[bin] ?? 1, Math.max(reference[bin] ?? 1, 0.5 / others)];
      distance = Math.max(distance, share - (reference[bin] ?? 1));
      const early = Math.round(share * own.leads);
      if (early < EARLY_MIN || 1 - usual / share < EXCESS_SHARE) continue;
      const p = poissonTail(early, usual * own.leads);
      if (p > ALPHA) continue;
      edge = bin;
      least = Math.min(least, p);
    }
    if (edge === undefined) return [];
    const root = Math.sqrt((own.leads * others) / (own.leads + others));
    const ks = kolmogorovTail((root + 0.12 + 0.11 / root) * distance);
    return [
      {
        key: WHOLE_SOURCE,
        source: own.source,
        from: 0,
        to: NO_END,
        signal: {
          check: 'B11_CLICK_TO_LEAD',
          below_seconds: binEdge(edge),
          share_below: own.shares[edge] ?? 1,
          peers_share_below: reference[edge] ?? 1,
          median_seconds: medianSeconds(own.shares),
          peers_median_seconds: medianSeconds(reference),
          distance,
          p: Math.min(ks, least),
        },
      } satisfies FoundSignal,
    ];
  });
}

function sharesBelow(bins: readonly number[]): number[] {
  const leads = sum(bins);
  let below = 0;
  return Array.from({ length: BINS }, (_, bin) => {
    below += bins[bin] ?? 0;
    return leads === 0 ? 0 : below / leads;
  });
}

function medianSeconds(shares: readonly number[]): number {
  const bin = shares.findIndex((share) => share >= 0.5);
  return binEdge(bin < 0 ? BINS - 1 : bin);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[half] ?? 0) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

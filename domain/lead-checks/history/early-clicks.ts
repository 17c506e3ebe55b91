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
  /** Leads per bin whose click may be theirs. */
  bins: readonly number[];
  /** Of these, the leads that do not say how long the form was open. */
  untimed: readonly number[];
  /** Leads per bin whose click came when the form was open already, or so late that nobody could have sent it. */
  impossible: readonly number[];
}

/** Upper edge of a bin in seconds. */
export function binEdge(bin: number): number {
  return FIRST_SECONDS * 2 ** ((bin + 1) / PER_DOUBLING);
}

/**
 * Whoever says how long the form was open is judged by that alone: the click came before it, or it was put in. This is
 * about the others. One signal per source: they are early below the largest edge at which nine in ten of them are more
 * than the peers' leads would be. The peers' share is the median of theirs, so that one other bad source does not hide
 * this one, and no less than that of the better two thirds together, because many small peers may all have none. Clicks
 * that cannot be the leads' own say that clicks are put in at the source: they count for whether there is an excess.
 */
export function earlyClicks(all: readonly ClickDelays[]): FoundSignal[] {
  const judged = all
    .map(({ source, bins, untimed, impossible }) => ({
      source,
      below: sumsBelow(bins),
      shares: sharesBelow(bins),
      leads: sum(bins),
      untimed: sumsBelow(untimed),
      impossible: sumsBelow(impossible),
    }))
    .filter(({ leads }) => leads >= LEADS_MIN);
  return judged.flatMap((own) => {
    const peers = judged.filter((other) => other !== own);
    if (peers.length === 0) return [];
    const others = sum(peers.map(({ leads }) => leads));
    const reference = Array.from({ length: BINS }, (_, bin) => median(peers.map(({ shares }) => shares[bin] ?? 1)));
    const untimed = own.untimed.at(-1) ?? 0;
    let edge: number | undefined;
    let [distance, least] = [0, 1];
    for (let bin = 0; bin < BINS; bin++) {
      distance = Math.max(distance, (own.shares[bin] ?? 1) - (reference[bin] ?? 1));
      const usual = Math.max(reference[bin] ?? 1, pooledShare(peers, bin), 0.5 / others);
      const [early, putIn] = [own.untimed[bin] ?? 0, own.impossible[bin] ?? 0];
      if (early + putIn < EARLY_MIN || early * (1 - EXCESS_SHARE) <= usual * untimed) continue;
      const usualPutIn = Math.max(
        0.5 / others,
        median(peers.map(({ impossible, leads }) => (impossible[bin] ?? 0) / leads)),
      );
      const p = poissonTail(early + putIn, usual * untimed + usualPutIn * own.leads);
      if (p > ALPHA) continue;
      edge = bin;
      least = Math.min(least, p);
    }
    if (edge === undefined) return [];
    const impossible = own.impossible.at(-1) ?? 0;
    const early = (own.below[edge] ?? 0) + (own.impossible[edge] ?? 0);
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
          share_below: early / (own.leads + impossible),
          peers_share_below: reference[edge] ?? 1,
          median_seconds: medianSeconds(own.shares),
          peers_median_seconds: medianSeconds(reference),
          impossible,
          distance,
          p: Math.min(ks, least),
        },
      } satisfies FoundSignal,
    ];
  });
}

function sumsBelow(bins: readonly number[]): number[] {
  let below = 0;
  return Array.from({ length: BINS }, (_, bin) => {
    below += bins[bin] ?? 0;
    return below;
  });
}

function sharesBelow(bins: readonly number[]): number[] {
  const leads = sum(bins);
  return sumsBelow(bins).map((below) => (leads === 0 ? 0 : below / leads));
}

/** The share of the better two thirds of the peers below a bin's edge. */
function pooledShare(peers: readonly { below: readonly number[]; leads: number }[], bin: number): number {
  const shares = peers.map(({ below, leads }) => ({ early: below[bin] ?? 0, leads }));
  shares.sort((a, b) => a.early / a.leads - b.early / b.leads);
  const better = shares.slice(0, Math.ceil((shares.length * 2) / 3));
  return sum(better.map(({ early }) => early)) / sum(better.map(({ leads }) => leads));
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

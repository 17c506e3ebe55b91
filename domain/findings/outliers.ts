/** Sources whose share of something stands out from their peers beyond chance and by enough to act on. */
import { betaBinomialTail, fitBeta } from '../statistics/beta-binomial.ts';
import { wilson } from '../statistics/wilson.ts';

export interface Share {
  name: string;
  hits: number;
  n: number;
}

export interface Outlier extends Share {
  rate: number;
  /** Pooled share of the others. */
  peerRate: number;
}

export interface OutlierRule {
  /** Fewer hits are not worth a line. */
  hitsMin: number;
  /** How far the share must lie above that of the peers, 0 to 1. */
  excess: number;
  /** How many times the peers' share the lower bound must be. */
  factor: number;
  /** Chance at which one among peers alike may be named by mistake; smaller where many are looked at. */
  chance?: number;
}

/** Chance at which a source among peers alike would be named by mistake. */
const P_MAX = 0.001;

/**
 * Names those that stand out, furthest first. `focus` may hold the same source over fewer days, on which it is judged
 * instead; peers are judged over all days. The half with the lowest shares are peers to begin with; from there upwards
 * each is compared with the peers so far and, when nothing sets it apart, becomes one of them. So several bad sources do
 * not hide one another.
 */
export function outliers(
  shares: readonly Share[],
  rule: OutlierRule,
  focus: ReadonlyMap<string, Share> = new Map(),
): Outlier[] {
  const rateOf = (share: Share) => rate(focus.get(share.name) ?? share);
  const ordered = shares.filter(({ n }) => n > 0).sort((a, b) => rateOf(a) - rateOf(b) || (a.name < b.name ? -1 : 1));
  const peers = ordered.slice(0, Math.ceil(ordered.length / 2));
  const found: Outlier[] = [];
  for (const share of ordered.slice(peers.length)) {
    const outlier = judge(focus.get(share.name) ?? share, peers, rule);
    if (outlier === undefined) peers.push(share);
    else found.push(outlier);
  }
  return found.reverse();
}

const rate = ({ hits, n }: Share) => (n === 0 ? 0 : hits / n);

function judge(share: Share, peers: readonly Share[], rule: OutlierRule): Outlier | undefined {
  const { hits, n } = share;
  const beta = fitBeta(peers);
  const interval = wilson(hits, n);
  if (beta === undefined || interval === undefined || hits < rule.hitsMin) return undefined;
  const peerHits = peers.reduce((sum, peer) => sum + peer.hits, 0);
  const peerRate = peerHits / peers.reduce((sum, peer) => sum + peer.n, 0);
  const own = rate(share);
  if (own - peerRate < rule.excess || interval.low < rule.factor * peerRate) return undefined;
  if (betaBinomialTail(hits, n, beta.a, beta.b) > (rule.chance ?? P_MAX)) return undefined;
  return { ...share, rate: own, peerRate };
}

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
}

/** Chance at which a source among peers alike would be named by mistake. */
const P_MAX = 0.001;

/**
 * Names those that stand out. `focus` may hold the same source over fewer days, on which it is judged instead; peers are
 * judged over all days. Whoever stands out most is taken out of the peers before the next one is looked at, so that one
 * bad source does not hide another.
 */
export function outliers(
  shares: readonly Share[],
  rule: OutlierRule,
  focus: ReadonlyMap<string, Share> = new Map(),
): Outlier[] {
  const found: Outlier[] = [];
  let peers = [...shares];
  for (;;) {
    const worst = peers
      .map((share) =>
        judge(
          focus.get(share.name) ?? share,
          peers.filter((peer) => peer.name !== share.name),
          rule,
        ),
      )
      .filter((outlier) => outlier !== undefined)
      .sort((a, b) => b.rate - a.rate || (a.name < b.name ? -1 : 1))[0];
    if (worst === undefined) return found;
    found.push(worst);
    peers = peers.filter((share) => share.name !== worst.name);
  }
}

function judge(share: Share, peers: readonly Share[], rule: OutlierRule): Outlier | undefined {
  const { hits, n } = share;
  const beta = fitBeta(peers);
  const interval = wilson(hits, n);
  if (beta === undefined || interval === undefined || hits < rule.hitsMin) return undefined;
  const peerHits = peers.reduce((sum, peer) => sum + peer.hits, 0);
  const peerRate = peerHits / peers.reduce((sum, peer) => sum + peer.n, 0);
  const rate = hits / n;
  if (rate - peerRate < rule.excess || interval.low < rule.factor * peerRate) return undefined;
  if (betaBinomialTail(hits, n, beta.a, beta.b) > P_MAX) return undefined;
  return { ...share, rate, peerRate };
}

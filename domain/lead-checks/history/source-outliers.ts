/** S06 over all sources of a client: sources that have far more leads with signs of a kind than their peers. */
import type { Family } from '#contract/audit.ts';
import { betaBinomialTail, fitBeta } from '../../statistics/beta-binomial.ts';
import { type FoundSignal, NO_END, WHOLE_SOURCE } from './found.ts';

/** Signs that only warn when they stand alone, but tell of fraud where a source has many times its peers' share. */
export const WEAK_SIGNS: ReadonlySet<string> = new Set([
  'I04_GEO_MISMATCH',
  'I05_TZ_MISMATCH',
  'B06_PASTE_ALL',
  'P03_TYPE',
]);
/** Leads below which a source's share says little. */
export const LEADS_MIN = 30;
const HITS_MIN = 4;
/** One in twenty over all sources and kinds together. */
const ALPHA = 0.05;
/** At ten times the peers' share nine in ten are the source's own. */
const TIMES_WEAK = 10;
const TIMES_STRONG = 2;

/** Leads of a source that failed a check of a family: of those that sign fraud (`strong`), or of the weak signs. */
export interface SignCount {
  source: string;
  family: Family;
  strong: boolean;
  hits: number;
  leads: number;
}

/** Of the peers the worst third is left out of what is usual: they may be as bad, and would hide this one. */
const WORST_SHARE = 1 / 3;

/** One signal per source and kind that lies beyond the beta-binomial bound of its peers. */
export function outliersOf(counts: readonly SignCount[]): FoundSignal[] {
  const kinds = Map.groupBy(counts, ({ family, strong }) => `${family} ${strong}`);
  const tests = counts.filter(({ leads }) => leads >= LEADS_MIN).length;
  return [...kinds.values()].flatMap((kind) =>
    kind.flatMap((own) => {
      if (own.leads < LEADS_MIN || own.hits < HITS_MIN) return [];
      const peers = fitBeta(usualPeers(kind.filter((other) => other !== own)));
      if (peers === undefined) return [];
      const times = own.strong ? TIMES_STRONG : TIMES_WEAK;
      if (own.hits / own.leads < peers.share * times) return [];
      const p = betaBinomialTail(own.hits, own.leads, peers.a, peers.b);
      if (p > ALPHA / tests) return [];
      const { source, family, strong, hits, leads } = own;
      const signal = {
        check: 'S06_SOURCE_OUTLIER' as const,
        family,
        strong,
        hits,
        leads,
        peers_share: peers.share,
        p: Math.max(0, p),
      };
      return [{ key: WHOLE_SOURCE, source, from: 0, to: NO_END, signal }];
    }),
  );
}

function usualPeers(peers: readonly SignCount[]): { hits: number; n: number }[] {
  const filled = peers.filter(({ leads }) => leads > 0).sort((a, b) => a.hits / a.leads - b.hits / b.leads);
  const kept = filled.slice(0, filled.length - Math.floor(filled.length * WORST_SHARE));
  return kept.map(({ hits, leads }) => ({ hits, n: leads }));
}

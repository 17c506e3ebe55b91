/** Campaigns, ad groups and places within one source whose leads are far worse than the rest of it. */
import type { Finding } from '#contract/analytics.ts';
import type { FindingFacts, SegmentDimension, SegmentFacts } from './facts.ts';
import { type OutlierRule, outliers } from './outliers.ts';
import { count, filterOf, percent, stakeOf } from './words.ts';

/** Hundreds of segments are looked at, so one alone must be far beyond chance. */
const RULE: OutlierRule = { hitsMin: 15, excess: 0.1, factor: 2, chance: 1e-5 };

const NAMES: Record<SegmentDimension, string> = {
  campaign_id: 'campaign',
  ad_group_id: 'ad group',
  country: 'country',
  region: 'region',
};

const SIGNS = [
  { sign: 'fraud_signs', severity: 'bad', title: 'show signs of fraud', stake: 'payout to hold' },
  { sign: 'invalid', severity: 'warn', title: 'are invalid', stake: 'paid for invalid leads' },
] as const;

/** One finding per segment; the same leads are told once, by the sign and the dimension that sets them apart most. */
export function segmentFindings(facts: FindingFacts): Finding[] {
  const groups = Map.groupBy(facts.segments, ({ source, dimension }) => `${dimension} ${source}`);
  const found = new Map<string, { finding: Finding; excess: number }>();
  for (const group of groups.values()) {
    for (const { sign, ...words } of SIGNS) {
      const shares = group.map((segment) => ({ name: segment.value, hits: segment[sign], n: segment.leads }));
      for (const outlier of outliers(shares, RULE)) {
        const segment = group.find(({ value }) => value === outlier.name);
        const former = segment && found.get(segment.source);
        const excess = outlier.hits - outlier.n * outlier.peerRate;
        if (segment === undefined || (former !== undefined && former.excess >= excess)) continue;
        const rates = { own: outlier.rate, peers: outlier.peerRate };
        found.set(segment.source, { finding: findingOf(facts, segment, sign, words, rates), excess });
      }
    }
  }
  return [...found.values()].map(({ finding }) => finding);
}

function findingOf(
  facts: FindingFacts,
  segment: SegmentFacts,
  sign: (typeof SIGNS)[number]['sign'],
  words: { severity: Finding['severity']; title: string; stake: string },
  rates: { own: number; peers: number },
): Finding {
  const source = facts.sources.find(({ name }) => name === segment.source);
  const name = NAMES[segment.dimension];
  const hits = segment[sign];
  const fields: Record<string, readonly string[]> =
    sign === 'invalid' ? { validation_status: ['invalid'] } : { flag: facts.checks.fraud };
  return {
    id: `segment:${sign}:${segment.dimension}:${segment.value}:${segment.source}`,
    kind: 'segment',
    severity: words.severity,
    title: `${segment.source}, ${name} ${segment.value}: ${count(hits)} leads ${words.title}`,
    evidence: `${percent(rates.own)} of its ${count(segment.leads)} leads; ${percent(rates.peers)} in the other parts of ${segment.source}.`,
    ...stakeOf(hits, source, facts.currency, words.stake),
    leads: hits,
    filter: filterOf(facts, { source: [segment.source], [segment.dimension]: [segment.value], ...fields }),
  };
}

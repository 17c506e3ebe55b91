/** Findings from leads that repeat earlier ones: sold twice, or contacts shared by people who are not the same. */
import type { Finding } from '#contract/analytics.ts';
import { type FindingFacts, leadsOf, type RepeatFacts, type SourceFacts } from './facts.ts';
import { type OutlierRule, outliers } from './outliers.ts';
import { count, filterOf, percent, spanText, stakeOf } from './words.ts';

/** Who sells leads; that a newsletter or a friend brings the same person again is no sale. */
const SELLERS = new Set(['partner', 'other']);

const SOLD_TWICE: OutlierRule = { hitsMin: 15, excess: 0.06, factor: 2 };
const SHARED: OutlierRule = { hitsMin: 10, excess: 0.05, factor: 2 };

/** Earlier sources are named one by one from this share of the repeats. */
const NAMED_SHARE = 0.5;

/** Sellers whose leads had come from another source before, far more often than those of other sources. */
export function doubleSelling(facts: FindingFacts): Finding[] {
  const repeatsOf = (source: SourceFacts) =>
    facts.repeats.filter((repeat) => repeat.source === source.name && repeat.earlier_source !== source.name);
  const shares = facts.sources.map((source) => ({
    name: source.name,
    hits: sumOf(repeatsOf(source)),
    n: leadsOf(source, facts),
  }));
  return outliers(shares, SOLD_TWICE).flatMap((outlier) => {
    const source = facts.sources.find(({ name }) => name === outlier.name);
    if (source === undefined || !SELLERS.has(source.kind)) return [];
    const repeats = repeatsOf(source).sort((a, b) => b.leads - a.leads);
    const most = repeats[0];
    if (most === undefined) return [];
    const named = most.leads >= outlier.hits * NAMED_SHARE ? [most] : repeats;
    const leads = sumOf(named);
    const from = named.length === 1 ? most.earlier_source : 'other sources';
    return [
      {
        id: `double_selling:${outlier.name}`,
        kind: 'double_selling',
        severity: 'warn',
        title: `Paid twice: ${count(leads)} ${outlier.name} leads had come from ${from}`,
        evidence: `${percent(outlier.rate)} of its leads repeat those of another source, ${percent(outlier.peerRate)} elsewhere; the second copy comes ${spanText(most.median_seconds)} later, in the median.`,
        ...stakeOf(leads, source, facts.currency, 'recoverable'),
        leads,
        filter: filterOf(facts, {
          source: [outlier.name],
          duplicate_source: named.map((repeat) => repeat.earlier_source),
        }),
      },
    ];
  });
}

/** Sources that repeat their own leads far more often than others do; whether the people differ is for the caller to see. */
export function selfRepeaters(facts: FindingFacts): string[] {
  return outliers(selfShares(facts), SHARED).map(({ name }) => name);
}

function selfShares(facts: FindingFacts) {
  return facts.sources.map((source) => ({
    name: source.name,
    hits: sumOf(
      facts.repeats.filter((repeat) => repeat.source === source.name && repeat.earlier_source === source.name),
    ),
    n: leadsOf(source, facts),
  }));
}

/** Share of a source's repeats that must be of different people for the contacts to count as shared. */
const OTHER_PEOPLE = 0.5;

/** A pool of numbers or addresses given to many people. `otherPeople`: per source, the share of its repeats that carry another name. */
export function sharedContacts(facts: FindingFacts, otherPeople: ReadonlyMap<string, number>): Finding[] {
  return outliers(selfShares(facts), SHARED).flatMap((outlier) => {
    const share = otherPeople.get(outlier.name) ?? 0;
    if (share < OTHER_PEOPLE) return [];
    const source = facts.sources.find(({ name }) => name === outlier.name);
    return [
      {
        id: `bad_phones:shared:${outlier.name}`,
        kind: 'bad_phones',
        severity: 'bad',
        title: `${outlier.name}: ${count(outlier.hits)} leads share phones with other people`,
        evidence: `${percent(outlier.rate)} of its leads have the phone or e-mail of an earlier one, ${percent(outlier.peerRate)} elsewhere; ${percent(share)} of them under another name.`,
        ...stakeOf(outlier.hits, source, facts.currency, 'paid for numbers nobody answers'),
        leads: outlier.hits,
        filter: filterOf(facts, { source: [outlier.name], duplicate_source: [outlier.name] }),
      },
    ];
  });
}

function sumOf(repeats: readonly RepeatFacts[]): number {
  return repeats.reduce((sum, { leads }) => sum + leads, 0);
}

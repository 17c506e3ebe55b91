/** What findings are made from: counts per source and day, and who repeats whom. */

/** What of a lead is counted, by the name of the count. */
export type Sign = 'fraud_signs' | 'bad_phones' | 'broken_trails' | 'invalid' | 'without_campaign';

export interface SourceFacts {
  name: string;
  kind: string;
  /** Minor units of the client's currency; undefined when none is registered. */
  price_minor: number | undefined;
  /** Per day of `FindingFacts.days`. */
  leads: number[];
  signs: Record<Sign, number[]>;
  /** Leads in the comparison period; undefined without one. */
  before: number | undefined;
}

export interface RepeatFacts {
  source: string;
  earlier_source: string;
  leads: number;
  median_seconds: number;
}

/** Leads of one source that share a value: a campaign, a country… */
export interface SegmentFacts {
  source: string;
  dimension: SegmentDimension;
  value: string;
  leads: number;
  fraud_signs: number;
  invalid: number;
}
export type SegmentDimension = 'campaign_id' | 'ad_group_id' | 'country' | 'region';

export interface FindingFacts {
  currency: string;
  /** Days counted, oldest first: the period and some time before it. */
  days: string[];
  /** Index in `days` of the period's first day; the period goes on to the last. */
  start: number;
  /** Days of the comparison period, to name it. */
  before: { from: string; to: string } | undefined;
  sources: SourceFacts[];
  repeats: RepeatFacts[];
  segments: SegmentFacts[];
  /** Index in `days` of the last day that is over; later ones are not judged by how much came. */
  whole: number;
  /** Check ids behind each sign, for the filter that shows the leads. */
  checks: { fraud: readonly string[]; phone: readonly string[]; trail: readonly string[] };
}

const total = (counts: readonly number[], from: number, to = counts.length) =>
  counts.slice(from, to).reduce((sum, count) => sum + count, 0);

/** Leads of a source in the period. */
export function leadsOf(source: SourceFacts, facts: FindingFacts): number {
  return total(source.leads, facts.start);
}

/** Leads of a source in the period with a sign. */
export function signsOf(source: SourceFacts, sign: Sign, facts: FindingFacts): number {
  return total(source.signs[sign], facts.start);
}

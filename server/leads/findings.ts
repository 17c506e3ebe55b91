/** What stands out in a client's leads: asks for the counts, leaves the judgement to the domain. */
import * as z from 'zod';
import type { Finding } from '#contract/analytics.ts';
import { addDays, dayStart, daysBetween, eachDay } from '#domain/calendar/days.ts';
import type { FindingFacts, Sign, SourceFacts } from '#domain/findings/facts.ts';
import { rankedFindings } from '#domain/findings/rank.ts';
import { selfRepeaters } from '#domain/findings/repeat-findings.ts';
import { LEAD_CHECKS } from '#domain/lead-checks/list.ts';
import type { Period } from '#domain/lead-metrics/compare-period.ts';
import { ask, type ClickHouse, type ClickHouseParams, SafeInteger } from '../platform/clickhouse.ts';
import type { ClientFacts } from './client-facts.ts';
import { EVERYTHING, type Where } from './filter.ts';
import { instantsOf, SOURCES_SQL, SourceRow } from './overview-questions.ts';
import { narrowed, question } from './questions.ts';

/** How far back a spell is followed, in days before the period's end. */
const LOOK_BACK_DAYS = 180;
/** How much earlier than the period a repeated lead may lie, in days: the longest window in common use. */
const REPEAT_DAYS = 120;
/** Pairs of repeats whose words are compared, and the share in common below which they are two people. */
const PAIRS = 400;
const WORDS_IN_COMMON = 0.4;

const DAYS_SQL = question('findings-days');
const BEFORE_SQL = question('findings-before');
const REPEATS_SQL = question('findings-repeats');
const SEGMENTS_SQL = question('findings-segments');
const PAIRS_SQL = question('findings-repeating-pairs');
const CONTACTS_SQL = question('findings-shared-contacts');

const SIGNS = [
  'fraud_signs',
  'bad_phones',
  'broken_trails',
  'invalid',
  'without_campaign',
] as const satisfies readonly Sign[];
const SignRow = z.object({
  day: z.string(),
  source_name: z.string(),
  leads: SafeInteger,
  fraud_signs: SafeInteger,
  bad_phones: SafeInteger,
  broken_trails: SafeInteger,
  invalid: SafeInteger,
  without_campaign: SafeInteger,
});
const BeforeRow = z.object({ source_name: z.string(), leads: SafeInteger });
const SEGMENT_DIMENSIONS = ['campaign_id', 'ad_group_id', 'country', 'region'] as const;
/** Leads below which a segment says nothing. */
const SEGMENT_LEADS_MIN = 15;
const SegmentRow = z.object({
  source_name: z.string(),
  dimension: z.enum(SEGMENT_DIMENSIONS),
  segment: z.string(),
  leads: SafeInteger,
  fraud_signs: SafeInteger,
  invalid: SafeInteger,
});
const RepeatRow = z.object({
  source_name: z.string(),
  earlier_source: z.string(),
  leads: SafeInteger,
  median_seconds: SafeInteger,
});
const PairRow = z.object({ repeat: z.string(), earlier: z.string() });
const ContactsRow = z.object({ pairs_seen: SafeInteger, other_people: SafeInteger });

const PHONE_CHECKS = ['P01_PARSE', 'P02_INVALID_RANGE', 'P05_FICTIONAL', 'P06_PUBLIC_SMS'];
const TRAIL_CHECKS = ['S02_UTM_REFERRER'];
/** Signs of fraud that no other kind of finding is about. */
const OTHER_FINDINGS: ReadonlySet<string> = new Set(['phone', 'source', 'duplicate']);
const FRAUD_CHECKS = LEAD_CHECKS.filter(
  ({ severity, family }) => severity === 'fraud' && !OTHER_FINDINGS.has(family),
).map(({ id }) => id);

export interface FindingScope {
  period: Period;
  before: Period | undefined;
  /** The day it is in the client's zone, which is not over. */
  today: string;
  /** What the leads are narrowed by; all of them when left out. */
  where?: Where;
}

/** What the findings of a period are made from: the first day looked back to, and the questions to the engine. */
export function findingQuestions(
  client: Pick<ClientFacts, 'id' | 'timeZone'>,
  { period, before, where = EVERYTHING }: Pick<FindingScope, 'period' | 'before' | 'where'>,
) {
  const zone = client.timeZone;
  const long = daysBetween(period.from, period.to) + 1 >= LOOK_BACK_DAYS;
  const back = long ? period.from : addDays(period.to, 1 - LOOK_BACK_DAYS);
  const base = {
    ...where.params,
    client: client.id,
    ...instantsOf(period, zone),
    earliest: dayStart(addDays(period.from, -REPEAT_DAYS), zone),
  };
  const checks = { fraud_checks: FRAUD_CHECKS, phone_checks: PHONE_CHECKS, trail_checks: TRAIL_CHECKS };
  const signs = { ...base, zone, from: dayStart(back, zone), ...checks };
  return {
    back,
    registered: { name: 'sources', sql: SOURCES_SQL, params: { client: client.id }, row: SourceRow },
    before: before && {
      name: 'leads before',
      sql: narrowed(BEFORE_SQL, where),
      params: { ...base, ...instantsOf(before, zone) },
      row: BeforeRow,
    },
    signs: { name: 'signs', sql: narrowed(DAYS_SQL, where), params: signs, row: SignRow },
    segments: {
      name: 'segments',
      sql: narrowed(SEGMENTS_SQL, where),
      params: { ...base, fraud_checks: FRAUD_CHECKS, least: SEGMENT_LEADS_MIN },
      row: SegmentRow,
    },
    repeats: { name: 'repeats', sql: narrowed(REPEATS_SQL, where), params: base, row: RepeatRow },
    /** Asked only of a source that repeats itself. */
    pairs: (source: string) => ({
      name: 'repeating pairs',
      sql: narrowed(PAIRS_SQL, where),
      params: { ...base, source, pairs: PAIRS },
      row: PairRow,
    }),
    /** Asked after the pairs, because their words are most of a lead and only those of a few hundred are wanted. */
    contacts: (source: string, pairs: readonly z.output<typeof PairRow>[]) => ({
      name: 'shared contacts',
      sql: CONTACTS_SQL,
      params: {
        ...base,
        source,
        repeats: pairs.map(({ repeat }) => repeat),
        earlier: pairs.map(({ earlier }) => earlier),
        shared: WORDS_IN_COMMON,
      },
      row: ContactsRow,
    }),
  };
}

/** The findings of a client's period, most money first. */
export async function findFindings(
  clickhouse: ClickHouse,
  client: ClientFacts,
  scope: FindingScope,
): Promise<Finding[]> {
  const { period } = scope;
  const questions = findingQuestions(client, scope);
  const { back } = questions;
  const answer = <Row extends z.ZodType>({ sql, params, row }: { sql: string; params: ClickHouseParams; row: Row }) =>
    ask(clickhouse, sql, params, row);
  const [registered, before, signs, repeats, segments] = await Promise.all([
    answer(questions.registered),
    questions.before && answer(questions.before),
    answer(questions.signs),
    answer(questions.repeats),
    answer(questions.segments),
  ]);
  const days = eachDay(back, period.to);
  const facts: FindingFacts = {
    currency: client.currency,
    days,
    start: daysBetween(back, period.from),
    before: scope.before,
    sources: sourceFacts(signs, days, registered, before),
    repeats: repeats.map(({ source_name, ...repeat }) => ({ source: source_name, ...repeat })),
    segments: segments.map(({ source_name, segment, ...counts }) => ({
      source: source_name,
      value: segment,
      ...counts,
    })),
    whole: days.findLastIndex((day) => day < scope.today),
    checks: { fraud: FRAUD_CHECKS, phone: PHONE_CHECKS, trail: TRAIL_CHECKS },
  };
  const otherPeople = new Map<string, number>();
  for (const source of selfRepeaters(facts)) {
    const [row] = await answer(questions.contacts(source, await answer(questions.pairs(source))));
    if (row && row.pairs_seen > 0) otherPeople.set(source, row.other_people / row.pairs_seen);
  }
  return rankedFindings(facts, otherPeople);
}

function sourceFacts(
  rows: readonly z.output<typeof SignRow>[],
  days: readonly string[],
  sources: readonly z.output<typeof SourceRow>[],
  before: readonly z.output<typeof BeforeRow>[] | undefined,
): SourceFacts[] {
  const place = new Map(days.map((day, index) => [day, index]));
  const registered = new Map(sources.map((source) => [source.name, source]));
  const then = before && new Map(before.map(({ source_name, leads }) => [source_name, leads]));
  const found = new Map<string, SourceFacts>();
  for (const row of rows) {
    const index = place.get(row.day);
    if (index === undefined) continue;
    const source =
      found.get(row.source_name) ??
      emptySource(
        row.source_name,
        days.length,
        registered.get(row.source_name),
        then && (then.get(row.source_name) ?? 0),
      );
    found.set(source.name, source);
    source.leads[index] = row.leads;
    for (const sign of SIGNS) source.signs[sign][index] = row[sign];
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function emptySource(
  name: string,
  days: number,
  registered: z.output<typeof SourceRow> | undefined,
  before: number | undefined,
): SourceFacts {
  const zeros = () => new Array<number>(days).fill(0);
  return {
    name,
    kind: registered?.kind ?? 'other',
    price_minor: registered?.price_minor ?? undefined,
    leads: zeros(),
    signs: Object.fromEntries(SIGNS.map((sign) => [sign, zeros()])) as Record<Sign, number[]>,
    before,
  };
}

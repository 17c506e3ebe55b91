/** What a finding's leads have in common: days, checks, and the dimensions that explain it. */
import * as z from 'zod';
import type { Finding } from '#contract/analytics.ts';
import type { FindingDetail, RootCause } from '#contract/findings.ts';
import type { LeadFilter } from '#contract/lead-list.ts';
import { addDays, daysBetween } from '#domain/calendar/days.ts';
import { joinValues, splitValues } from '#domain/lead-list/value-list.ts';
import { adtributor, type Element } from '#domain/root-cause/adtributor.ts';
import { ask, type ClickHouse, SafeInteger } from '../../platform/clickhouse.ts';
import type { ClientFacts } from '../client-facts.ts';
import { apart, leadWhere, type Where } from '../filter.ts';
import { NO_SEGMENTS, type SegmentBook } from '../segments/book.ts';
import type { Narrowing } from './narrowing.ts';

/** Dimensions looked at: what a reader calls them, and the column. Chosen here by name, never by a caller. */
const DIMENSIONS: Record<string, { label: string; sql: string; filter?: keyof LeadFilter }> = {
  source: { label: 'Source', sql: 'source', filter: 'source' },
  campaign_id: { label: 'Campaign', sql: 'campaign_id', filter: 'campaign_id' },
  ad_group_id: { label: 'Ad group', sql: 'ad_group_id', filter: 'ad_group_id' },
  keyword: { label: 'Keyword', sql: 'keyword', filter: 'keyword' },
  referrer: { label: 'Referrer', sql: 'referrer', filter: 'referrer' },
  country: { label: 'Country', sql: 'country', filter: 'country' },
  region: { label: 'Region', sql: 'region', filter: 'region' },
  email_domain: { label: 'Mail domain', sql: 'email_domain', filter: 'email_domain' },
  phone_type: { label: 'Kind of phone', sql: 'phone_type', filter: 'phone_type' },
  device: { label: 'Device', sql: "if(device_key is null, '', lower(hex(assumeNotNull(device_key))))" },
  network: { label: 'Network', sql: "if(net_key is null, '', lower(hex(assumeNotNull(net_key))))" },
  hour: { label: 'Hour of day', sql: 'toString(toHour(created_at, {zone:String}))' },
  weekday: { label: 'Weekday', sql: 'toString(toDayOfWeek(created_at, 0, {zone:String}))' },
};
/** Elements per dimension that are told apart; the rest cannot each explain a tenth of a change. */
const ELEMENTS_MAX = 200;
/** Below this the leads behind a finding are spread over a dimension as all leads are, but for chance; in nats. */
const SURPRISE_MIN = 0.01;
/** Of a rate of nothing elsewhere, this many hits in all are expected. */
const HALF_A_HIT = 0.5;
const CHECKS_SHOWN = 6;
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

const ElementRow = z.object({ dimension: z.string(), element: z.string(), n: SafeInteger, hits: SafeInteger });
const TotalsRow = z.object({ n: SafeInteger, hits: SafeInteger });
const DayRow = z.object({ day: z.string(), leads: SafeInteger, hits: SafeInteger });
const CheckRow = z.object({ check: z.string(), leads: SafeInteger });

/** The parts of a filter: whose leads, and what marks some of them. */
export interface Split {
  /** Leads of the source or segment in the days of the finding. */
  base: LeadFilter;
  /** Those behind the finding. */
  hits: LeadFilter;
  /** The same days without the restriction to source or segment. */
  all: LeadFilter;
  /** Leads that stand for what was expected, where the finding is about how many came. */
  before: LeadFilter | undefined;
}

/** Splits the filter of a finding by its kind; all of its parts lie within the part of the leads that is looked at. */
export function splitOf(
  finding: Finding,
  before: { from: string; to: string } | undefined,
  narrowing: Narrowing = {},
): Split {
  const { from, to, source, ...rest } = finding.filter;
  const days = { ...narrowing, from, to };
  const volume = finding.kind === 'volume_change' || finding.kind === 'volume_anomaly';
  if (volume) {
    const earlier = finding.kind === 'volume_anomaly' ? daysBefore(from ?? '', to ?? '') : before;
    return {
      base: { ...days, source },
      hits: { ...days, source },
      all: days,
      before: { ...narrowing, ...earlier, source },
    };
  }
  if (finding.kind !== 'segment') {
    return { base: { ...days, source }, hits: finding.filter, all: days, before: undefined };
  }
  // Within the segment against the rest of its source.
  const { validation_status, flag, ...segment } = rest;
  return { base: { ...days, ...segment, source }, hits: finding.filter, all: { ...days, source }, before: undefined };
}

/** Four weeks before a run of days. */
function daysBefore(from: string, to: string): { from: string; to: string } {
  const weeks = Math.max(4, Math.ceil((daysBetween(from, to) + 1) / 7));
  return { from: addDays(from, -7 * weeks), to: addDays(from, -1) };
}

/** Causes, days and checks of one finding. */
export async function explain(
  clickhouse: ClickHouse,
  client: ClientFacts,
  finding: Finding,
  split: Split,
  segments: SegmentBook = NO_SEGMENTS,
): Promise<Pick<FindingDetail, 'daily' | 'causes' | 'looked_at' | 'checks'>> {
  const where = (filter: LeadFilter) => leadWhere(filter, { clients: [client.id], zone: client.timeZone, segments });
  const [base, hits] = [where(split.base), apart(where(split.hits), 'hit')];
  const params = { ...base.params, ...hits.params, zone: client.timeZone };
  // All leads of one value have it in common by the question itself.
  const asked = Object.entries(DIMENSIONS).filter(
    ([name]) => splitValues(split.base[name as keyof LeadFilter] ?? '').length !== 1,
  );
  const [elements, expected, daily, checks] = await Promise.all([
    elementsOf(clickhouse, asked, base, hits, params),
    split.before === undefined
      ? baselineOf(clickhouse, split, where)
      : elementsOf(clickhouse, asked, where(split.before), where(split.before), {
          ...where(split.before).params,
          zone: client.timeZone,
        }),
    ask(
      clickhouse,
      `select toString(toDate(created_at, {zone:String})) as day, count() as leads, countIf(${hits.sql}) as hits
        from lead_fact final where ${base.sql} group by day order by day`,
      params,
      DayRow,
    ),
    ask(
      clickhouse,
      // First those that mark these leads and not the others beside them.
      `select arrayJoin(flags) as check, countIf(${hits.sql}) as leads, count() - leads as others
        from lead_fact final where ${base.sql} group by check having leads > 0
        order by leads - others desc, leads desc, check limit ${CHECKS_SHOWN}`,
      params,
      CheckRow,
    ),
  ]);
  return {
    daily,
    checks,
    looked_at: asked.map(([, { label }]) => label),
    causes: causesOf(finding, elements, expected, scaleOf(split))
      .filter(({ surprise }) => surprise >= SURPRISE_MIN)
      .map((cause) => wordsOf(finding, cause, split.before === undefined ? elements.get(cause.dimension) : undefined)),
  };
}

type Elements = Map<string, Map<string, { n: number; hits: number }>>;

async function elementsOf(
  clickhouse: ClickHouse,
  asked: readonly (readonly [string, { sql: string }])[],
  base: Where,
  hits: Where,
  params: Record<string, unknown>,
): Promise<Elements> {
  const pairs = asked.map(([name, { sql }]) => `('${name}', toString(${sql}))`).join(', ');
  const rows = await ask(
    clickhouse,
    `select arrayJoin([${pairs}]) as pair, pair.1 as dimension, pair.2 as element, count() as n, countIf(${hits.sql}) as hits
      from lead_fact final where ${base.sql}
      group by pair order by hits desc, n desc, element limit ${ELEMENTS_MAX} by dimension`,
    params,
    ElementRow,
  );
  const found: Elements = new Map();
  for (const { dimension, element, n, hits: own } of rows) {
    const elements = found.get(dimension) ?? new Map();
    found.set(dimension, elements.set(element, { n, hits: own }));
  }
  return found;
}

/** The share of hits among the leads that are not the finding's. */
async function baselineOf(clickhouse: ClickHouse, split: Split, where: (filter: LeadFilter) => Where): Promise<number> {
  const all = where(split.all);
  const base = apart(where(split.base), 'base');
  const marks = Object.fromEntries(
    Object.entries(split.hits).filter(([field, value]) => split.base[field as keyof LeadFilter] !== value),
  );
  const marked = apart(where({ ...split.all, ...marks }), 'marked');
  const [row] = await ask(
    clickhouse,
    `select countIf(not (${base.sql})) as n, countIf(${marked.sql} and not (${base.sql})) as hits
      from lead_fact final where ${all.sql}`,
    { ...all.params, ...marked.params, ...base.params },
    TotalsRow,
  );
  return row === undefined || row.n === 0 ? 0 : row.hits / row.n;
}

/** Days of the finding by those it is compared with. */
function scaleOf({ base, before }: Split): number {
  const days = (filter: LeadFilter | undefined) => daysBetween(filter?.from ?? '', filter?.to ?? '') + 1;
  return before === undefined ? 1 : days(base) / days(before);
}

function causesOf(finding: Finding, elements: Elements, expected: Elements | number, scale: number) {
  const totalOf = (of: Elements, key: 'n' | 'hits') => {
    const [first] = of.values();
    return [...(first?.values() ?? [])].reduce((sum, element) => sum + element[key], 0);
  };
  const n = totalOf(elements, 'n');
  const actual = finding.leads;
  const rate = typeof expected === 'number' ? Math.max(expected, HALF_A_HIT / Math.max(1, n)) : 0;
  const before = typeof expected === 'number' ? 0 : totalOf(expected, 'n') * scale;
  const dimensions = new Map<string, Element[]>();
  for (const [dimension, values] of elements) {
    const earlier = typeof expected === 'number' ? undefined : expected.get(dimension);
    const names = new Set([...values.keys(), ...(earlier?.keys() ?? [])]);
    dimensions.set(
      dimension,
      [...names].map((value) => ({
        value,
        actual: values.get(value)?.hits ?? 0,
        expected:
          typeof expected === 'number' ? (values.get(value)?.n ?? 0) * rate : (earlier?.get(value)?.n ?? 0) * scale,
      })),
    );
  }
  // A dimension with one value explains everything and says nothing.
  for (const [dimension, values] of dimensions) if (values.length < 2) dimensions.delete(dimension);
  return adtributor(dimensions, { actual, expected: typeof expected === 'number' ? n * rate : before });
}

function wordsOf(
  finding: Finding,
  cause: ReturnType<typeof adtributor>[number],
  all: ReadonlyMap<string, { n: number }> | undefined,
): z.infer<typeof RootCause> {
  const { label = cause.dimension, filter } = DIMENSIONS[cause.dimension] ?? {};
  const wordOf = (value: string) => {
    if (cause.dimension === 'weekday') return WEEKDAYS[Number(value) - 1] ?? value;
    if (cause.dimension === 'hour') return `${value.padStart(2, '0')}:00`;
    return value === '' ? 'none given' : value;
  };
  return {
    dimension: cause.dimension,
    label,
    explained: cause.explained,
    surprise: cause.surprise,
    elements: cause.elements.map(({ value, actual, expected, explained }) => ({
      value,
      label: wordOf(value),
      leads: actual,
      of: all?.get(value)?.n ?? null,
      expected,
      explained,
      ...(filter === undefined ? {} : { filter: { ...finding.filter, [filter]: joinValues([value]) } }),
    })),
  };
}

/** What the overview asks the engine: a few readings of the table, each row parsed, everything else derived. */
import * as z from 'zod';
import { addDays, dayStart } from '#domain/calendar/days.ts';
import type { Period } from '#domain/lead-metrics/compare-period.ts';
import { type ClickHouseParams, SafeInteger } from '../platform/clickhouse.ts';
import type { ClientFacts } from './client-facts.ts';
import { EVERYTHING } from './filter.ts';
import { narrowed, question } from './questions.ts';

/** Places told apart on the map and its table. */
const PLACES = 500;

const DAYS_SQL = question('overview-days');
const FUNNEL_SQL = question('overview-funnel');
const GEOGRAPHY_SQL = question('overview-geography');
export const SOURCES_SQL = question('sources');

/** One source on one day, in the order in which the question names its columns. */
const SourceDay = z
  .tuple([
    z.string(),
    SafeInteger,
    SafeInteger,
    SafeInteger,
    SafeInteger,
    SafeInteger,
    z.number(),
    z.number(),
    z.number(),
    SafeInteger,
    SafeInteger,
    SafeInteger,
    SafeInteger,
  ])
  .transform(
    ([
      source_name,
      leads,
      valid,
      duplicate,
      fraudulent,
      converted,
      quality,
      quality_squares,
      engagement,
      revenue,
      other_currency,
      price,
      audited_at_ms,
    ]) => ({
      source_name,
      leads,
      valid,
      duplicate,
      fraudulent,
      converted,
      quality,
      quality_squares,
      engagement,
      revenue,
      other_currency,
      /** Minor units; -1 when the source has no price. */
      price,
      audited_at_ms,
    }),
  );
export const DayRow = z.object({
  day: z.string(),
  /** Of the scores; none on the days that are only compared with. */
  quartiles: z.tuple([z.number().nullable(), z.number().nullable()]),
  sources: z.array(SourceDay),
});
const Seconds = SafeInteger.nullable();
export const FunnelRow = z.object({
  captured: SafeInteger,
  valid: SafeInteger,
  contacted: SafeInteger,
  qualified: SafeInteger,
  converted: SafeInteger,
  contacted_seconds: Seconds,
  qualified_seconds: Seconds,
  converted_seconds: Seconds,
});
export const PlaceRow = z.object({
  country_code: z.string(),
  region_name: z.string(),
  leads: SafeInteger,
  quality_score_mean: z.number(),
  valid_rate: z.number(),
});
export const SourceRow = z.object({ name: z.string(), kind: z.string(), price_minor: SafeInteger.nullable() });

export interface Question<Row extends z.ZodType = z.ZodType> {
  name: string;
  sql: string;
  params: ClickHouseParams;
  row: Row;
}

type AskedClient = Pick<ClientFacts, 'timeZone' | 'currency'> & { clientId: string };

/** The instants a period begins and ends, in milliseconds since 1970; the end is exclusive. */
export function instantsOf({ from, to }: Period, zone: string): { from: number; to: number } {
  return { from: dayStart(from, zone), to: dayStart(addDays(to, 1), zone) };
}

/** The overview's questions about a period and the one it is compared with, over the leads that `where` leaves. */
export function overviewQuestions(client: AskedClient, period: Period, before?: Period, where = EVERYTHING) {
  const { clientId, timeZone: zone, currency } = client;
  const now = instantsOf(period, zone);
  const then = before === undefined ? now : instantsOf(before, zone);
  const base = { ...where.params, client: clientId, zone, ...now };
  const [days, funnel, geography] = [DAYS_SQL, FUNNEL_SQL, GEOGRAPHY_SQL].map((sql) => narrowed(sql, where)) as [
    string,
    string,
    string,
  ];
  const bounds = {
    before_from: then.from,
    before_to: then.to,
    start: Math.min(now.from, then.from),
    end: Math.max(now.to, then.to),
  };
  return {
    days: { name: 'days', sql: days, params: { ...base, ...bounds, currency }, row: DayRow },
    funnel: { name: 'funnel', sql: funnel, params: base, row: FunnelRow },
    funnelBefore: { name: 'funnel before', sql: funnel, params: { ...base, ...then }, row: FunnelRow },
    geography: { name: 'geography', sql: geography, params: { ...base, places: PLACES }, row: PlaceRow },
    sources: { name: 'sources', sql: SOURCES_SQL, params: { client: clientId }, row: SourceRow },
  } satisfies Record<string, Question>;
}

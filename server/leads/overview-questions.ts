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
const QUALITY_SQL = question('overview-quality');
const FUNNEL_SQL = question('overview-funnel');
const GEOGRAPHY_SQL = question('overview-geography');
export const SOURCES_SQL = question('sources');

export const DayRow = z.object({
  day: z.string(),
  source_name: z.string(),
  leads: SafeInteger,
  valid: SafeInteger,
  duplicate: SafeInteger,
  fraudulent: SafeInteger,
  converted: SafeInteger,
  quality: z.number(),
  quality_squares: z.number(),
  engagement: z.number(),
  revenue: SafeInteger,
  other_currency: SafeInteger,
  /** Minor units; -1 when the source has no price. */
  price: SafeInteger,
  audited_at_ms: SafeInteger,
});
export const QualityRow = z.object({ day: z.string(), quartiles: z.tuple([z.number(), z.number()]) });
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
  const [days, quality, funnel, geography] = [DAYS_SQL, QUALITY_SQL, FUNNEL_SQL, GEOGRAPHY_SQL].map((sql) =>
    narrowed(sql, where),
  ) as [string, string, string, string];
  const bounds = {
    before_from: then.from,
    before_to: then.to,
    start: Math.min(now.from, then.from),
    end: Math.max(now.to, then.to),
  };
  return {
    days: { name: 'days', sql: days, params: { ...base, ...bounds, currency }, row: DayRow },
    quality: { name: 'quality', sql: quality, params: base, row: QualityRow },
    funnel: { name: 'funnel', sql: funnel, params: base, row: FunnelRow },
    funnelBefore: { name: 'funnel before', sql: funnel, params: { ...base, ...then }, row: FunnelRow },
    geography: { name: 'geography', sql: geography, params: { ...base, places: PLACES }, row: PlaceRow },
    sources: { name: 'sources', sql: SOURCES_SQL, params: { client: clientId }, row: SourceRow },
  } satisfies Record<string, Question>;
}

/** History, forecast and marks of one client's leads, spend or conversions. */
import * as z from 'zod';
import type { Trends, TrendsQuery } from '#contract/trends.ts';
import { addDays, dayIn, dayStart, daysBetween, eachDay } from '#domain/calendar/days.ts';
import { forecast } from '#domain/forecast/forecast.ts';
import { historyOf } from '#domain/forecast/history.ts';
import { splitValues } from '#domain/lead-list/value-list.ts';
import { comparePeriod } from '#domain/lead-metrics/compare-period.ts';
import { type Principal, scopeOf } from '../../platform/access.ts';
import { ask, type ClickHouse, SafeInteger } from '../../platform/clickhouse.ts';
import { inScope } from '../../platform/db.ts';
import type { ClientFacts } from '../client-facts.ts';
import type { LeadDeps } from '../deps.ts';
import { EVERYTHING, narrowedWhere, type Where } from '../filter.ts';
import { oneClient } from '../one-client.ts';
import { requirePeriod } from '../period.ts';
import { narrowed, question } from '../questions.ts';
import { findSegmentBook } from '../segments/book.ts';
import { annotationsOf } from './annotations.ts';

/** Days learnt from before the period ends. */
const LEARNT_DAYS = 1096;
const WEEK = 7;
const LEVEL = 0.9;
const SOURCES_SHOWN = 12;
const METHOD = 'Mean of the Theta method and a damped trend on the seasonally adjusted series';

const DAYS_SQL = question('trends-days');
const CONVERSIONS_SQL = question('trends-conversions');
const DayRow = z.object({
  day: z.string(),
  source_name: z.string(),
  leads: SafeInteger,
  valid: SafeInteger,
  spend: SafeInteger,
});
const ConversionRow = z.object({ day: z.string(), source_name: z.string(), conversions: SafeInteger });

/** The question to the engine: per day and source. */
function trendsQuestion(
  client: Pick<ClientFacts, 'id' | 'timeZone'>,
  metric: TrendsQuery['metric'],
  from: string,
  to: string,
  where: Where,
) {
  const zone = client.timeZone;
  const params = {
    ...where.params,
    client: client.id,
    zone,
    from: dayStart(from, zone),
    to: dayStart(addDays(to, 1), zone),
  };
  return { sql: narrowed(metric === 'conversions' ? CONVERSIONS_SQL : DAYS_SQL, where), params };
}

/** Answers for a period; the forecast begins on the day after its last whole day. Throws 422 for a bad period. */
export async function getTrends(deps: LeadDeps, principal: Principal, query: TrendsQuery): Promise<Trends> {
  const period = requirePeriod(query);
  const client = await oneClient(deps, principal, query.client_id);
  const before = comparePeriod(period, query.compare);
  const through = await deps.pull.fresh();
  const today = dayIn(client.timeZone, deps.clock());
  const back = [addDays(period.to, 1 - LEARNT_DAYS), period.from, before?.from ?? period.from].sort()[0] ?? period.from;
  const wanted = query.source === undefined ? undefined : new Set(splitValues(query.source));
  const segments = await findSegmentBook(deps, principal, client.id, query);
  const where = narrowedWhere({ segment: query.segment }, { clients: [client.id], zone: client.timeZone, segments });
  const all = await sourceSeries(deps.clickhouse, client, query.metric, back, period.to, where);
  const days = eachDay(back, period.to);
  const shown = [...all].filter(([source]) => wanted === undefined || wanted.has(source));
  const counts = days.map((_, i) => shown.reduce((sum, [, daily]) => sum + (daily[i] ?? 0), 0));
  const { first, end } = knownDays(counts, days, today);
  const start = daysBetween(back, period.from);
  const known = counts.slice(first, end);
  const history = historyOf(known, Math.max(0, start - first));
  const ahead = forecast(known, { period: WEEK, horizon: query.horizon, level: LEVEL });
  const anomalies = new Map(history.anomalies.map((anomaly) => [first + anomaly.at, anomaly.q]));
  const from = addDays(days[end - 1] ?? period.to, 1);
  const annotations = await inScope(deps.db, scopeOf(principal, [client.id]), (tx) =>
    annotationsOf(deps, tx, client.id, { from: period.from, to: addDays(from, query.horizon) }),
  );
  return {
    client_id: client.id,
    ...period,
    ...(before === undefined ? {} : { compare_from: before.from, compare_to: before.to }),
    time_zone: client.timeZone,
    currency: client.currency,
    metric: query.metric,
    days: days.slice(start).map((day, index) => {
      const at = start + index;
      const seen = at >= first && at < end;
      const expected = seen ? history.expected[at - first] : undefined;
      return {
        day,
        value: counts[at] ?? 0,
        previous: before === undefined ? null : (counts[daysBetween(back, before.from) + index] ?? null),
        expected: hundredths(expected?.mean),
        low: hundredths(expected?.low),
        high: hundredths(expected?.high),
        trend: seen ? hundredths(history.trend[at - first]) : null,
        anomaly: anomalies.get(at) ?? null,
      };
    }),
    sources: sourcesOf(all, start),
    season: weekFromMonday(history.week, days[first] ?? period.from),
    level_changes: history.steps
      .map(({ at, before: was, after }) => ({ day: days[first + at] ?? period.to, before: was, after }))
      .filter(({ day }) => day >= period.from),
    forecast:
      ahead === undefined
        ? null
        : {
            days: ahead.days.map((one, h) => ({ day: addDays(from, h), ...one })),
            total: ahead.days.reduce((sum, { mean }) => sum + mean, 0),
            level: ahead.level,
            method: METHOD,
            back_test: ahead.back_test,
          },
    forecast_missing:
      ahead === undefined
        ? `A forecast of ${query.horizon} days and its test need more history than ${Math.max(0, known.length)} days.`
        : null,
    annotations,
    data_through: through.toISOString(),
  };
}

/** Values per source, most first, one per day from `from` to `to`, over the leads that `where` leaves. */
export async function sourceSeries(
  clickhouse: ClickHouse,
  client: ClientFacts,
  metric: TrendsQuery['metric'],
  from: string,
  to: string,
  where = EVERYTHING,
): Promise<Map<string, number[]>> {
  const { sql, params } = trendsQuestion(client, metric, from, to, where);
  const rows =
    metric === 'conversions'
      ? (await ask(clickhouse, sql, params, ConversionRow)).map((row) => ({ ...row, value: row.conversions }))
      : (await ask(clickhouse, sql, params, DayRow)).map((row) => ({ ...row, value: row[metric] }));
  const length = daysBetween(from, to) + 1;
  const found = new Map<string, number[]>();
  for (const { day, source_name, value } of rows) {
    const daily = found.get(source_name) ?? new Array<number>(length).fill(0);
    found.set(source_name, daily);
    daily[daysBetween(from, day)] = value;
  }
  return found;
}

/** From the first day with anything to the last whole day with anything: before and after nothing was delivered. */
function knownDays(counts: readonly number[], days: readonly string[], today: string): { first: number; end: number } {
  const whole = days.findLastIndex((day) => day < today);
  let end = whole + 1;
  while (end > 0 && (counts[end - 1] ?? 0) === 0) end--;
  const first = counts.findIndex((value) => value > 0);
  return { first: Math.max(0, first), end: Math.max(end, 0) };
}

function sourcesOf(all: ReadonlyMap<string, readonly number[]>, start: number): Trends['sources'] {
  return [...all]
    .map(([source, daily]) => ({ source, daily: daily.slice(start) }))
    .map((one) => ({ ...one, total: one.daily.reduce((a, b) => a + b, 0) }))
    .filter(({ total }) => total > 0)
    .sort((a, b) => b.total - a.total || (a.source < b.source ? -1 : 1))
    .slice(0, SOURCES_SHOWN);
}

/** Turns factors that begin on the weekday of `first` into factors that begin on Monday. */
function weekFromMonday(week: readonly number[] | undefined, first: string): number[] | null {
  if (week === undefined) return null;
  const weekday = (new Date(`${first}T12:00:00Z`).getUTCDay() + 6) % 7;
  return week.map((_, i) => Math.round((week[(i - weekday + WEEK) % WEEK] ?? 1) * 1000) / 1000);
}

const hundredths = (value: number | null | undefined) => (value == null ? null : Math.round(value * 100) / 100);

/** Metrics of one client's leads, split by dimensions and time, beside a comparison period. */
import * as z from 'zod';
import {
  type Analytics,
  type AnalyticsRow,
  DIMENSIONS,
  type Dimension,
  METRICS,
  type Metric,
} from '#contract/analytics.ts';
import type { AnalyticsQuery } from '#contract/analytics-query.ts';
import type { LeadFilter } from '#contract/lead-list.ts';
import { type Bucket, bucketsOf } from '#domain/calendar/buckets.ts';
import { daysBetween, isTimeZone } from '#domain/calendar/days.ts';
import { EMPTY_VALUE } from '#domain/lead-list/value-list.ts';
import { comparePeriod, type Period } from '#domain/lead-metrics/compare-period.ts';
import {
  addSums,
  type LeadSums,
  metricValue,
  noSums,
  type Quartiles,
  type Sum,
  sumsFor,
} from '#domain/lead-metrics/metrics.ts';
import type { Principal } from '../platform/access.ts';
import { ask } from '../platform/clickhouse.ts';
import { refusedField } from '../platform/errors.ts';
import { composeQuestion, type Grouping } from './analytics-columns.ts';
import type { ClientFacts } from './client-facts.ts';
import type { LeadDeps } from './deps.ts';
import { leadWhere } from './filter.ts';
import { oneClient } from './one-client.ts';
import { warningsOf } from './overview-shape.ts';
import { requirePeriod } from './period.ts';
import { findSegmentBook, type SegmentBook } from './segments/book.ts';

const DIMENSIONS_MAX = 4;
/** Days that may be counted by the hour. */
const HOURLY_DAYS_MAX = 93;
/** Groups the engine answers with, and rows with empty buckets filled in. */
const GROUPS_MAX = 50_000;
const ROWS_MAX = 50_000;
/** Rows of an answer that is kept for the next who asks the same. */
const REMEMBERED_ROWS_MAX = 200;
const QUARTILES: readonly Metric[] = ['quality_p25', 'quality_p75'];

/** A group of leads: its sums, and where asked for its quartiles. */
interface Cell {
  sums: LeadSums;
  quartiles: Quartiles;
}

interface Group {
  dimensions: Partial<Record<Dimension, string>>;
  leads: number;
  /** By key of the bucket; the empty key without a grain. */
  cells: Map<string, Cell>;
}

/** Answers a question over leads. Throws 404 for a client out of reach, 422 naming the field that cannot be read. */
export async function getAnalytics(deps: LeadDeps, principal: Principal, query: AnalyticsQuery): Promise<Analytics> {
  const { metrics: metricList, dimensions: dimensionList, grain, compare, time_zone: zoneAsked, ...filter } = query;
  const metrics = namesOf('metrics', metricList, METRICS);
  const dimensions = namesOf('dimensions', dimensionList ?? '', DIMENSIONS);
  if (metrics.length === 0) throw refusedField('metrics', 'name at least one');
  if (dimensions.length > DIMENSIONS_MAX) throw refusedField('dimensions', `at most ${DIMENSIONS_MAX} at once`);
  if (zoneAsked !== undefined && !isTimeZone(zoneAsked)) throw refusedField('time_zone', 'is no IANA time zone');
  const period = requirePeriod(query);
  if (grain === 'hour' && daysBetween(period.from, period.to) >= HOURLY_DAYS_MAX) {
    throw refusedField('grain', `hours are counted for at most ${HOURLY_DAYS_MAX} days`);
  }
  const client = await oneClient(deps, principal, query.client_id);
  const zone = zoneAsked ?? client.timeZone;
  const before = comparePeriod(period, compare, grain);
  const through = await deps.pull.fresh();
  const grouping: Grouping = {
    dimensions,
    grain,
    sums: sumsFor(metrics),
    quartiles: metrics.some((metric) => QUARTILES.includes(metric)),
  };
  const segments = await findSegmentBook(deps, principal, client.id, filter);
  const asked = { client, zone, segments, filter: filter as LeadFilter };
  const whole = { ...grouping, dimensions: [], grain: undefined };
  // A lead is in one group only, unless checks tell groups apart; quartiles are no sums.
  const additive = !dimensions.includes('flag') && !grouping.quartiles;
  const totalOf = async (of: Period): Promise<Cell> => {
    const all = await askGroups(deps, asked, whole, of);
    return all.values().next().value?.cells.get('') ?? emptyCell();
  };
  const groupsAndTotal = async (of: Period): Promise<[Map<string, Group>, Cell]> => {
    if (!additive) return await Promise.all([askGroups(deps, asked, grouping, of), totalOf(of)]);
    const groups = await askGroups(deps, asked, grouping, of);
    return [groups, cellsIn(groups) < GROUPS_MAX ? sumOf(groups) : await totalOf(of)];
  };
  const [[now, totalCell], [then, totalThen]] = await Promise.all([
    groupsAndTotal(period),
    before ? groupsAndTotal(before) : [undefined, undefined],
  ]);
  const buckets = (of: Period): Bucket[] => (grain ? bucketsOf(of.from, of.to, grain, zone) : [{ key: '', label: '' }]);
  const { rows, left } = rowsOf(
    metrics,
    now,
    then,
    buckets(period),
    before && buckets(before),
    dimensions.length === 0,
  );
  return {
    from: period.from,
    to: period.to,
    ...(before === undefined ? {} : { compare_from: before.from, compare_to: before.to }),
    time_zone: zone,
    currency: client.currency,
    ...(grain === undefined ? {} : { grain }),
    rows,
    totals: metricsOf(metrics, totalCell, totalThen),
    data_through: through.toISOString(),
    warnings: [
      ...moneyWarnings(grouping.sums, totalCell.sums, client.currency),
      ...(left > 0
        ? [`${left} groups with fewer leads are left out; narrow the filter or the period to see them.`]
        : []),
    ],
  };
}

function namesOf<Name extends string>(field: string, list: string, known: readonly Name[]): Name[] {
  const names = [
    ...new Set(
      list
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean),
    ),
  ];
  const unknown = names.find((name) => !(known as readonly string[]).includes(name));
  if (unknown !== undefined) throw refusedField(field, `“${unknown.slice(0, 60)}” is not known`);
  return names as Name[];
}

const GroupRow = z.record(z.string(), z.union([z.string(), z.number(), z.array(z.number())]));

async function askGroups(
  deps: LeadDeps,
  { client, zone, segments, filter }: { client: ClientFacts; zone: string; segments: SegmentBook; filter: LeadFilter },
  grouping: Grouping,
  period: Period,
): Promise<Map<string, Group>> {
  const where = leadWhere({ ...filter, ...period }, { clients: [client.id], zone, segments });
  const params = { ...where.params, zone, currency: client.currency, groups_max: GROUPS_MAX };
  const question = composeQuestion(grouping, where);
  const answer = () => ask(deps.clickhouse, question, params, GroupRow);
  const small = ({ length }: { length: number }) => length <= REMEMBERED_ROWS_MAX;
  // Journeys are put together by themselves, some time after the pull.
  const rows = filter.journey ? await answer() : await deps.remember([question, params], answer, small);
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const values = grouping.dimensions.map((dimension) => String(row[`d_${dimension}`] ?? '') || EMPTY_VALUE);
    const key = JSON.stringify(values);
    const group = groups.get(key) ?? {
      dimensions: Object.fromEntries(grouping.dimensions.map((dimension, index) => [dimension, values[index]])),
      leads: 0,
      cells: new Map(),
    };
    groups.set(key, group);
    const cell = cellOfRow(row, grouping.sums);
    group.leads += cell.sums.leads;
    group.cells.set(String(row.time ?? ''), cell);
  }
  return groups;
}

function cellOfRow(row: z.output<typeof GroupRow>, sums: readonly Sum[]): Cell {
  const cell = emptyCell();
  for (const sum of sums) cell.sums[sum] = Number(row[`s_${sum}`]);
  const quartiles = Array.isArray(row.quartiles) ? row.quartiles : [];
  cell.quartiles = { p25: scoreOf(quartiles[0]), p75: scoreOf(quartiles[1]) };
  return cell;
}

const cellsIn = (groups: Map<string, Group>) => [...groups.values()].reduce((sum, { cells }) => sum + cells.size, 0);

function sumOf(groups: Map<string, Group>): Cell {
  const total = emptyCell();
  for (const { cells } of groups.values()) for (const { sums } of cells.values()) addSums(total.sums, sums);
  return total;
}

const scoreOf = (score: number | undefined) => (score === undefined ? null : Math.round(score * 100) / 100);
const emptyCell = (): Cell => ({ sums: noSums(), quartiles: { p25: null, p75: null } });

/** Every group in every bucket, groups with most leads first; a question without dimensions has one group whatever it finds. */
function rowsOf(
  metrics: readonly Metric[],
  now: Map<string, Group>,
  then: Map<string, Group> | undefined,
  buckets: readonly Bucket[],
  bucketsThen: readonly Bucket[] | undefined,
  single: boolean,
): { rows: AnalyticsRow[]; left: number } {
  const keys = new Set([...now.keys(), ...(then?.keys() ?? []), ...(single ? ['[]'] : [])]);
  const leads = (key: string) => now.get(key)?.leads ?? 0;
  const ordered = [...keys].sort((a, b) => leads(b) - leads(a) || (a < b ? -1 : 1));
  const shown = ordered.slice(0, Math.max(1, Math.floor(ROWS_MAX / buckets.length)));
  const rows = shown.flatMap((key) => {
    const [group, former] = [now.get(key), then?.get(key)];
    return buckets.map(({ key: time, label }, index) => ({
      ...(label === '' ? {} : { time: label }),
      dimensions: (group ?? former)?.dimensions ?? {},
      metrics: metricsOf(
        metrics,
        group?.cells.get(time) ?? emptyCell(),
        bucketsThen && (former?.cells.get(bucketsThen[index]?.key ?? 'none') ?? emptyCell()),
      ),
    }));
  });
  return { rows, left: ordered.length - shown.length };
}

function metricsOf(metrics: readonly Metric[], now: Cell, before: Cell | undefined): AnalyticsRow['metrics'] {
  return Object.fromEntries(metrics.map((metric) => [metric, metricValue(metric, now, before)]));
}

/** Costs and revenue warn only where they were asked for. */
function moneyWarnings(asked: readonly Sum[], sums: LeadSums, currency: string): string[] {
  return warningsOf({ total: asked.includes('priced') ? sums : { ...sums, priced: sums.leads } }, currency);
}

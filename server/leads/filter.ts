/** A lead filter as ClickHouse reads it: columns from a whitelist, every value a bound parameter. */
import { CONVERSION_STATUSES, VALIDATION_STATUSES } from '#contract/lead.ts';
import type { LeadFilter } from '#contract/lead-list.ts';
import { SOURCE_KINDS } from '#contract/workspace.ts';
import { addDays, dayStart, isCalendarDate } from '#domain/calendar/days.ts';
import { LEAD_CHECKS } from '#domain/lead-checks/list.ts';
import { dayRange, type NumberRange, numberRange } from '#domain/lead-list/ranges.ts';
import { splitValues } from '#domain/lead-list/value-list.ts';
import { currencyUnits } from '#domain/money/minor-units.ts';
import { REACHED_SQL } from '#domain/segments/compile.ts';
import type { ClickHouseParams } from '../platform/clickhouse.ts';
import { refusedField } from '../platform/errors.ts';
import { journeyClause } from './journeys/selection.ts';
import type { SegmentBook } from './segments/book.ts';
import { inRfm, inSegments } from './segments/clauses.ts';

export interface Where {
  /** A condition over `lead_fact`, without the word WHERE. */
  sql: string;
  params: ClickHouseParams;
}

export interface FilterScope {
  /** The clients whose leads may be seen; whatever the filter says, no other lead matches. */
  clients: readonly string[];
  /** IANA zone that days begin and end in. */
  zone: string;
  /** The segments that the filter names, and what they refer to; see `findFilterScope`. */
  segments: SegmentBook;
}

type Field = keyof LeadFilter;
type Clause = (text: string, scope: FilterScope) => Where;

const LIST_MAX = 500;

/** Columns that are asked for by equality with any of a list. */
const TEXT_COLUMNS = [
  'source',
  'campaign_id',
  'ad_group_id',
  'keyword',
  'referrer',
  'country',
  'region',
  'email_domain',
  'phone_type',
] as const satisfies readonly Field[];

const CHECK_IDS: readonly string[] = LEAD_CHECKS.map((check) => check.id);

const CLAUSES: Record<Exclude<Field, 'client_id' | 'from' | 'to'>, Clause> = {
  ...(Object.fromEntries(TEXT_COLUMNS.map((column) => [column, anyOf(column, `lead_fact.${column}`)])) as Record<
    (typeof TEXT_COLUMNS)[number],
    Clause
  >),
  validation_status: anyOf('validation_status', 'validation_status', VALIDATION_STATUSES),
  conversion_status: anyOf('conversion_status', 'conversion_status', CONVERSION_STATUSES),
  reached: (text) => {
    const stages = Object.keys(REACHED_SQL) as (keyof typeof REACHED_SQL)[];
    const chosen = listOf('reached', text, stages);
    if (chosen.length === 0) return { sql: 'false', params: {} };
    return {
      sql: `(${stages
        .filter((stage) => chosen.includes(stage))
        .map((stage) => REACHED_SQL[stage])
        .join(' or ')})`,
      params: {},
    };
  },
  source_kind: sourceKind,
  quality_score: numberRanges('quality_score', 'quality_score'),
  engagement_score: numberRanges('engagement_score', 'engagement_score'),
  // A lead without a probability is in no range.
  conversion_probability: numberRanges('conversion_probability', 'ifNull(conversion_probability * 100, nan)'),
  revenue: (text, scope) => {
    const ranges = numberRanges(
      'revenue',
      'revenue_minor / transform(currency, {f_currencies:Array(String)}, {f_units:Array(Float64)}, 100.)',
    )(text, scope);
    const { currencies, units } = currencyUnits();
    return { sql: ranges.sql, params: { ...ranges.params, f_currencies: currencies, f_units: units } };
  },
  flag: (text) => ({
    sql: 'hasAny(flags, {f_flag:Array(String)})',
    params: { f_flag: listOf('flag', text, CHECK_IDS) },
  }),
  duplicate: (text) => ({ sql: text === 'true' ? 'duplicate_of is not null' : 'duplicate_of is null', params: {} }),
  duplicate_source: (text) => ({
    sql: `duplicate_of in (select id from lead_fact final where client_id in {clients:Array(UUID)}
      and source in {f_duplicate_source:Array(String)})`,
    params: { f_duplicate_source: listOf('duplicate_source', text) },
  }),
  missing: (text) => ({
    sql: 'hasAny(missing, {f_missing:Array(String)})',
    params: { f_missing: listOf('missing', text) },
  }),
  segment: (text, { segments }) => inSegments(listOf('segment', text), segments),
  rfm: (text, { segments }) => inRfm(listOf('rfm', text), segments),
  mark: (text) => ({
    sql: `id in (select lead_id from lead_mark_fact final where client_id in {clients:Array(UUID)}
      and mark in {f_mark:Array(String)})`,
    params: { f_mark: listOf('mark', text, ['payout_hold', 'no_upload']) },
  }),
  decision: (text) => ({
    sql: `id in (select lead_id from lead_mark_fact final where client_id in {clients:Array(UUID)}
      and decision_id = {f_decision:UUID})`,
    params: { f_decision: text },
  }),
  journey: journeyClause,
  import_id: (text) => ({ sql: 'import_id = {f_import_id:UUID}', params: { f_import_id: text } }),
  conversion_date: days('conversion_date'),
  updated_at: days('updated_at'),
};

/**
 * The condition that a filter puts on `lead_fact`. `without` leaves out one field's part, for counts that ignore their
 * own choice. Throws 422 naming the field whose text cannot be read.
 */
export function leadWhere(filter: LeadFilter, scope: FilterScope, without?: Field): Where {
  const clients =
    filter.client_id === undefined ? scope.clients : scope.clients.filter((id) => id === filter.client_id);
  const [only] = clients;
  const parts: Where[] = [
    // One client as an equation lets the engine read its rows in the order of the table.
    clients.length === 1 && only !== undefined
      ? { sql: 'client_id = {client:UUID}', params: { client: only, clients } }
      : { sql: 'client_id in {clients:Array(UUID)}', params: { clients } },
    ...period(filter, scope.zone),
    ...clausesOf(filter, scope, without),
  ];
  return {
    sql: parts.map((part) => part.sql).join(' and '),
    params: Object.assign({}, ...parts.map((part) => part.params)) as ClickHouseParams,
  };
}

/** The same condition with names of its own for what is bound, to stand beside another in one question. */
export function apart({ sql, params }: Where, prefix: string): Where {
  return {
    sql: sql.replaceAll(/\{(\w+):/g, `{${prefix}_$1:`),
    params: Object.fromEntries(Object.entries(params).map(([name, value]) => [`${prefix}_${name}`, value])),
  };
}

/** The condition of a filter that asks for nothing. */
export const EVERYTHING: Where = { sql: 'true', params: {} };

/**
 * What a filter asks for beside client and period, for questions that have their own: `{narrowed:Condition}` in a
 * question of `sql/` is the place for it. Never empty.
 */
export function narrowedWhere(filter: LeadFilter, scope: FilterScope): Where {
  const parts = clausesOf(filter, scope);
  if (parts.length === 0) return EVERYTHING;
  const { sql, params } = joined(' and ', parts);
  return { sql, params: { clients: scope.clients, ...params } };
}

function clausesOf(filter: LeadFilter, scope: FilterScope, without?: Field): Where[] {
  return (Object.keys(CLAUSES) as (keyof typeof CLAUSES)[]).flatMap((field) => {
    const text = filter[field];
    return text !== undefined && text !== '' && field !== without ? [CLAUSES[field](text, scope)] : [];
  });
}

function period({ from, to }: LeadFilter, zone: string): Where[] {
  for (const [field, day] of [
    ['from', from],
    ['to', to],
  ] as const) {
    if (day !== undefined && !isCalendarDate(day)) throw refusedField(field, 'is not a day between 1900 and 2299');
  }
  if (from !== undefined && to !== undefined && from > to) throw refusedField('to', 'is before from');
  return between('created_at', 'f_created', from, to, zone);
}

/** `column` within days of a zone, the last one included. */
function between(
  column: string,
  name: string,
  from: string | undefined,
  to: string | undefined,
  zone: string,
): Where[] {
  const parts: Where[] = [];
  const bound = (sign: string, end: string, day: string) => ({
    sql: `${column} ${sign} fromUnixTimestamp64Milli({${name}_${end}:Int64}, 'UTC')`,
    params: { [`${name}_${end}`]: dayStart(day, zone) },
  });
  if (from !== undefined) parts.push(bound('>=', 'from', from));
  if (to !== undefined) parts.push(bound('<', 'to', addDays(to, 1)));
  return parts;
}

function days(field: 'conversion_date' | 'updated_at'): Clause {
  return (text, { zone }) => {
    const range = dayRange(text);
    if (range === undefined) throw refusedField(field, 'give days as 2026-01-01..2026-01-31; either may be left out');
    return joined(' and ', between(field, `f_${field}`, range.from, range.to, zone));
  };
}

function numberRanges(
  field: 'quality_score' | 'engagement_score' | 'conversion_probability' | 'revenue',
  expression: string,
): Clause {
  return (text) => {
    const ranges = text.split(',').map(numberRange);
    if (ranges.length > LIST_MAX || !ranges.every((range) => range !== undefined)) {
      throw refusedField(field, 'give ranges as 0-39, several separated by commas; either end may be left out');
    }
    return joined(
      ' or ',
      ranges.map((range, index) => oneRange(expression, `f_${field}_${index}`, range)),
    );
  };
}

function oneRange(expression: string, name: string, { min, max, open }: NumberRange): Where {
  const parts: Where[] = [];
  if (min !== undefined)
    parts.push({ sql: `${expression} >= {${name}_min:Float64}`, params: { [`${name}_min`]: min } });
  if (max !== undefined) {
    parts.push({ sql: `${expression} ${open ? '<' : '<='} {${name}_max:Float64}`, params: { [`${name}_max`]: max } });
  }
  return joined(' and ', parts);
}

function joined(word: ' and ' | ' or ', parts: readonly Where[]): Where {
  return {
    sql: `(${parts.map((part) => part.sql).join(word)})`,
    params: Object.assign({}, ...parts.map((part) => part.params)) as ClickHouseParams,
  };
}

function anyOf(field: Field, column: string, allowed?: readonly string[]): Clause {
  return (text) => ({
    sql: `${column} in {f_${field}:Array(String)}`,
    params: { [`f_${field}`]: listOf(field, text, allowed) },
  });
}

/** A source that nobody registered is of the kind `other`. */
function sourceKind(text: string): Where {
  const kinds = listOf('source_kind', text, SOURCE_KINDS);
  const known = (condition: string) =>
    `(client_id, source) ${condition}`.replace(
      'SOURCES',
      'select client_id, name from source_fact final where client_id in {clients:Array(UUID)}',
    );
  const registered = known('in (SOURCES and kind in {f_source_kind:Array(String)})');
  return {
    sql: kinds.includes('other') ? `(${registered} or ${known('not in (SOURCES)')})` : registered,
    params: { f_source_kind: kinds },
  };
}

function listOf(field: Field, text: string, allowed?: readonly string[]): string[] {
  const values = splitValues(text);
  if (values.length > LIST_MAX) throw refusedField(field, `has more than ${LIST_MAX} values`);
  const unknown = allowed === undefined ? undefined : values.find((value) => !allowed.includes(value));
  if (unknown !== undefined) throw refusedField(field, `“${unknown.slice(0, 60)}” is none of its values`);
  return values;
}

/**
 * Segment rules as a condition over `lead_fact`: columns from this file only, every value a bound parameter. No part of
 * a condition is ever null, so that a group of kind `none` means the same as in TypeScript.
 */
import type { SegmentGroup, SegmentLeaf, SegmentRule } from '#contract/segment-rules.ts';
import { SOURCE_KINDS } from '#contract/workspace.ts';
import { addDays, dayStart } from '../calendar/days.ts';
import { currencyUnits } from '../money/minor-units.ts';
import { textHolds } from './evaluate.ts';
import { DAY_MS, DECIMALS, lowerAscii, type NumberField, type SegmentContext } from './lead.ts';
import { rfmSql } from './rfm.ts';
import { touchesSql } from './touches.ts';

/** A condition in the engine's SQL with the values of its `{name:Type}` places. */
export interface Condition {
  sql: string;
  params: Record<string, unknown>;
}

/** What it takes to have come to a stage: the status, or an instant that a later status left behind. */
export const REACHED_SQL = {
  contacted:
    "(conversion_status in ('contacted', 'qualified', 'converted') or contacted_at is not null or qualified_at is not null)",
  qualified: "(conversion_status in ('qualified', 'converted') or qualified_at is not null)",
  converted: "conversion_status = 'converted'",
} as const;

const STAGE_SQL = { ...REACHED_SQL, lost: "conversion_status = 'lost'" } as const;
const STAGE_INSTANT = {
  contacted: 'contacted_at',
  qualified: 'qualified_at',
  converted: 'conversion_date',
  lost: 'lost_at',
} as const;

/**
 * The condition that holds for the leads of a segment.
 * @param prefix begins the names of its parameters, so that conditions can stand in one question
 */
export function compileSegment(rules: SegmentGroup, context: EngineContext, prefix: string): Condition {
  const params: Record<string, unknown> = {};
  const bind = (type: string, value: unknown) => {
    const name = `${prefix}_${Object.keys(params).length}`;
    params[name] = value;
    return `{${name}:${type}}`;
  };
  const sql = write(rules, { context, bind, params }, []);
  return { sql, params };
}

interface EngineContext extends SegmentContext<SegmentGroup> {
  /** The client whose segment it is, and the currency its revenue is counted in. */
  client: string;
  currency: string;
}

interface Writer {
  context: EngineContext;
  /** Takes up a value and returns the place that stands for it. */
  bind: (type: string, value: unknown) => string;
  params: Record<string, unknown>;
}

function write(rule: SegmentRule, writer: Writer, within: readonly string[]): string {
  if (rule.kind === 'group') {
    if (rule.rules.length === 0) return '1';
    const parts = rule.rules.map((part) => write(part, writer, within));
    const joined = parts.join(rule.match === 'all' ? ' and ' : ' or ');
    return rule.match === 'none' ? `not (${joined})` : `(${joined})`;
  }
  if (rule.kind === 'segment') {
    const other = within.includes(rule.id) ? undefined : writer.context.segment(rule.id);
    return other === undefined ? '0' : write(other, writer, [...within, rule.id]);
  }
  return writeLeaf(rule, writer);
}

function writeLeaf(rule: Exclude<SegmentLeaf, { kind: 'segment' }>, writer: Writer): string {
  const { bind, context } = writer;
  switch (rule.kind) {
    case 'text':
      return rule.field === 'source_kind' ? sourceKindSql(rule, writer) : textSql(rule, bind);
    case 'number': {
      const expression = numberSql(rule.field, writer);
      const parts = [
        ...(rule.min === undefined ? [] : [`${expression} >= ${bind('Float64', rule.min)}`]),
        ...(rule.max === undefined ? [] : [`${expression} <= ${bind('Float64', rule.max)}`]),
      ];
      return neverNull(parts.join(' and '));
    }
    case 'time':
      return timeSql(rule, bind, context);
    case 'check':
      return `${rule.match === 'all' ? 'hasAll' : 'hasAny'}(lead_fact.flags, ${bind('Array(String)', rule.checks)})`;
    case 'duplicate':
      return `lead_fact.duplicate_of is ${rule.duplicate ? 'not null' : 'null'}`;
    case 'reached': {
      if (rule.within_days === undefined) return STAGE_SQL[rule.stage];
      const instant = `lead_fact.${STAGE_INSTANT[rule.stage]}`;
      const seconds = bind('Int64', (rule.within_days * DAY_MS) / 1000);
      return neverNull(`${STAGE_SQL[rule.stage]} and ${instant} <= addSeconds(lead_fact.created_at, ${seconds})`);
    }
    case 'event':
      return eventSql(rule, writer);
    case 'rfm':
      return rfmRuleSql(rule, writer);
    case 'words':
      return rule.tokens === undefined
        ? '0'
        : `hasAll(lead_fact.tokens, ${bind('Array(Int64)', rule.tokens.map(BigInt))})`;
  }
}

const neverNull = (sql: string) => `ifNull(${sql}, 0)`;

type TextRule = Extract<SegmentLeaf, { kind: 'text' }>;
type Bind = Writer['bind'];

function textSql({ field, operator, values }: TextRule, bind: Bind): string {
  const column = field === 'import_id' ? "ifNull(toString(lead_fact.import_id), '')" : `lead_fact.${field}`;
  if (operator === 'is') return `${column} in ${bind('Array(String)', values)}`;
  if (operator === 'is_not') return `${column} not in ${bind('Array(String)', values)}`;
  const small = bind('Array(String)', values.map(lowerAscii));
  if (operator === 'starts_with') return `arrayExists(part -> startsWith(lower(${column}), part), ${small})`;
  const contained = `arrayExists(part -> position(lower(${column}), part) > 0, ${small})`;
  return operator === 'contains' ? contained : `not ${contained}`;
}

function eventSql(
  { events, at_least: least, when, within_days: within }: Extract<SegmentLeaf, { kind: 'event' }>,
  { bind, context }: Writer,
): string {
  const client = bind('UUID', context.client);
  const kinds = `kind in ${bind('Array(String)', events)}`;
  const having = `having count() >= ${bind('UInt32', least)}`;
  if (when === 'last') {
    const instant = (ms: number) => `fromUnixTimestamp64Milli(${bind('Int64', ms)}, 'UTC')`;
    const span = within === undefined ? '' : ` and at > ${instant(context.now - within * DAY_MS)}`;
    const touches = touchesSql(client, `${kinds} and at <= ${instant(context.now)}${span}`);
    return `lead_fact.identity_id in (select identity_id from (${touches}) group by identity_id ${having})`;
  }
  const seconds = within === undefined ? undefined : bind('Int64', (within * DAY_MS) / 1000);
  const side =
    when === 'before'
      ? `did.at <= came.created_at${seconds ? ` and did.at > subtractSeconds(came.created_at, ${seconds})` : ''}`
      : `did.at > came.created_at${seconds ? ` and did.at <= addSeconds(came.created_at, ${seconds})` : ''}`;
  return `lead_fact.id in (
    select came.id from (select id, identity_id, created_at from lead_fact final where client_id = ${client}) as came
    inner join (${touchesSql(client, kinds)}) as did on did.identity_id = came.identity_id
    where ${side} group by came.id ${having})`;
}

function rfmRuleSql(rule: Extract<SegmentLeaf, { kind: 'rfm' }>, { bind, context }: Writer): string {
  const people = rfmSql({
    client: bind('UUID', context.client),
    currency: bind('String', context.currency),
    now: bind('Int64', context.now),
  });
  const sides = (['recency', 'frequency', 'monetary'] as const).flatMap((side) =>
    rule[side] === undefined ? [] : [`${side} in ${bind('Array(UInt8)', rule[side])}`],
  );
  return `lead_fact.identity_id in (select identity_id from (${people}) where ${sides.join(' and ')})`;
}

/** The kind stands in the register of sources; a source that nobody registered is of the kind `other`. */
function sourceKindSql(rule: TextRule, { bind, context }: Writer): string {
  const client = bind('UUID', context.client);
  const kinds = SOURCE_KINDS.filter((kind) => textHolds(rule, kind));
  const registered = (word: string, kind: string) =>
    `lead_fact.source ${word} (select name from source_fact final where client_id = ${client}${kind})`;
  const known = registered('in', ` and kind in ${bind('Array(String)', kinds)}`);
  return kinds.includes('other') ? `(${known} or ${registered('not in', '')})` : known;
}

function numberSql(field: NumberField, { bind }: Writer): string {
  if (field === 'revenue') {
    const { currencies, units } = currencyUnits();
    return `lead_fact.revenue_minor / transform(lead_fact.currency, ${bind('Array(String)', currencies)}, ${bind('Array(Float64)', units)}, 100.)`;
  }
  const digits = DECIMALS[field];
  const exact = `toFloat64(lead_fact.${field})`;
  return digits === undefined ? exact : `round(${exact}, ${digits})`;
}

function timeSql(
  { field, from, to, within_days: within }: Extract<SegmentLeaf, { kind: 'time' }>,
  bind: Bind,
  { zone, now }: Writer['context'],
): string {
  const column = `lead_fact.${field}`;
  const compare = (sign: string, instant: number) =>
    `${column} ${sign} fromUnixTimestamp64Milli(${bind('Int64', instant)}, 'UTC')`;
  const parts = [
    ...(from === undefined ? [] : [compare('>=', dayStart(from, zone))]),
    ...(to === undefined ? [] : [compare('<', dayStart(addDays(to, 1), zone))]),
    ...(within === undefined ? [] : [compare('>', now - within * DAY_MS), compare('<=', now)]),
  ];
  return parts.length === 0 ? `${column} is not null` : neverNull(parts.join(' and '));
}

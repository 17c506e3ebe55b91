/**
 * The only place where a funnel's question is composed. Its steps choose among the columns and signs written here; what a
 * caller sends is always a bound parameter. It finds the same as `runFunnel` in domain/attribution/funnel.ts.
 *
 * An event that serves a step is a number: its second, its first step, the steps it serves, so that sorting puts ties as
 * the domain does. The way to a step at an event is a number too: its second, and the seconds since the first step.
 */
import type { FunnelQuery } from '#contract/journeys.ts';
import { FUNNEL_STEPS_MAX } from '#domain/attribution/funnel.ts';
import {
  type FunnelStep,
  readSteps,
  STEP_FIELDS,
  STEP_KINDS,
  type StepField,
} from '#domain/attribution/funnel-text.ts';
import type { ClickHouseParams } from '../../platform/clickhouse.ts';
import { refusedField } from '../../platform/errors.ts';
import type { Where } from '../filter.ts';
import { DAY_SECONDS } from './sequence.ts';

const COLUMNS: Record<StepField, string> = {
  channel: 'channels',
  source: 'sources',
  campaign: 'campaigns',
  creative: 'creatives',
};
/** Bits of an event's number below its second: twelve for all of its steps, and above them four for the first of them. */
const STEP_BITS = 12;
const EVENT_BITS = 16;
/** Bits of a way's number below its second: seconds since the first step, more than 776 days. */
const WAY_BITS = 26;

/** Of an event `e`: its second; of the way `w` to the step before it: seconds since then, and since the first step. */
const SECOND = `bitShiftRight(e, ${EVENT_BITS})`;
const SINCE = `${SECOND} - bitShiftRight(w, ${WAY_BITS})`;
const SO_FAR = `${SINCE} + bitAnd(w, ${2 ** WAY_BITS - 1})`;

export interface FunnelSpec {
  steps: readonly FunnelStep[];
  /** Seconds from the first step to any other. */
  window: number;
}

/** The steps and the window of a question. Throws 422 where they cannot be read. */
export function readFunnel({ steps: text, window_days: days }: Pick<FunnelQuery, 'steps' | 'window_days'>): FunnelSpec {
  const steps = readSteps(text);
  if ('fault' in steps) throw refusedField('steps', steps.fault);
  if (steps.length > FUNNEL_STEPS_MAX) throw refusedField('steps', `has more than ${FUNNEL_STEPS_MAX} steps`);
  return { steps, window: Math.round(days * DAY_SECONDS) };
}

/**
 * Journeys that entered, with `times`, the second of each step they took (0 where they did not), and `entry`, the first.
 * Parameters to add: client, j_from, j_to.
 */
export function funnelJourneys({ steps, window }: FunnelSpec, leads: Where): Where {
  const params: ClickHouseParams = { f_window: window };
  const fields = STEP_FIELDS.filter((field) => steps.some(({ where }) => where[field] !== undefined));
  const arrays = ['ats', 'kinds', ...fields.map((field) => COLUMNS[field])].join(', ');
  const names = ['t', 'k', ...fields.map((field) => `${field}_of`)].join(', ');
  const served = fields.length === 0 ? numberByKind(steps) : numberByMask(steps, params);
  // Each level is a question around the one before: as aliases of one question they would be written out again wherever
  // they are used, and the whole would double with every step.
  const within = (step: FunnelStep, level: number) => {
    if (step.within === undefined) return '';
    params[`f_within_${level}`] = step.within;
    return ` and ${SINCE} <= {f_within_${level}:UInt32}`;
  };
  const entered = `(
      select *, arrayMap(e -> toUInt64(if(bitTest(e, 0) and ${SECOND} >= {j_from:UInt32} and ${SECOND} < {j_to:UInt32},
        bitShiftLeft(${SECOND}, ${WAY_BITS}), 0)), events) as way_1
      from (
        select journey, leads, ats, kinds, channels, sources, campaigns, creatives,
          arraySort(arrayFilter(e -> bitAnd(e, ${2 ** EVENT_BITS - 1}) != 0,
            arrayMap((${names}) -> bitOr(bitShiftLeft(toUInt64(t), ${EVENT_BITS}), ${served}), ${arrays}))) as events
        from journey_path final
        where client_id = {client:UUID} and last_at >= {j_from:UInt32} and ${leads.sql}
      )
      where arrayExists(w -> w != 0, way_1)
    )`;
  const walked = steps.slice(1).reduce((inner, step, index) => {
    const level = index + 2;
    return `(
      select *, arrayMap((e, w) -> toUInt64(if(bitTest(e, ${level - 1}) and w != 0${within(step, level)} and ${SO_FAR} <= {f_window:UInt32},
        bitOr(bitShiftLeft(${SECOND}, ${WAY_BITS}), ${SO_FAR}), 0)), events,
        arrayShiftRight(arrayFill(w -> w != 0, way_${level - 1}), 1)) as way_${level}
      from ${inner})`;
  }, entered);
  // From the deepest step back: where it was taken first, and before that each step as late as it can be.
  const placed = steps.reduce((inner, _, index) => {
    const level = steps.length - index;
    const first = `arrayFirstIndex(w -> w != 0, way_${level})`;
    const before = `arrayLastIndex(w -> w != 0, arraySlice(way_${level}, 1, place_${level + 1} - 1))`;
    const place = index === 0 ? first : `if(place_${level + 1} = 0, ${first}, ${before})`;
    return `(select *, ${place} as place_${level} from ${inner})`;
  }, walked);
  const times = steps.map(
    (_, index) =>
      `toUInt32(if(place_${index + 1} = 0, 0, bitShiftRight(way_${index + 1}[place_${index + 1}], ${WAY_BITS})))`,
  );
  const sql = `(
    select journey, leads, ats, kinds, channels, sources, campaigns, creatives, [${times.join(', ')}] as times, ${times[0]} as entry
    from ${placed}
  )`;
  return { sql, params: { ...params, ...leads.params } };
}

/** An event's number below its second, of its kind `k` alone. */
function numberByKind(steps: readonly FunnelStep[]): string {
  const masks = STEP_KINDS.map((kind) =>
    steps.reduce((bits, { kinds }, index) => bits | (kinds.includes(kind) ? 1 << index : 0), 0),
  );
  return `${listOf(masks.map(eventNumber))}[k + 1]`;
}

/** The same of its kind and its fields, by the mask of the steps that it serves. */
function numberByMask(steps: readonly FunnelStep[], params: ClickHouseParams): string {
  const served = steps.map((step, index) => {
    const kinds = step.kinds.reduce((bits, kind) => bits | (1 << STEP_KINDS.indexOf(kind)), 0);
    const conditions = STEP_FIELDS.flatMap((field) => {
      const values = step.where[field];
      if (values === undefined) return [];
      params[`f_${field}_${index}`] = values;
      return [` and has({f_${field}_${index}:Array(String)}, ${field}_of)`];
    });
    return `bitShiftLeft(toUInt16(bitTest(toUInt32(${kinds}), k)${conditions.join('')}), ${index})`;
  });
  return `${listOf(Array.from({ length: 2 ** steps.length }, (_, mask) => eventNumber(mask)))}[${served.join(' + ')} + 1]`;
}

const listOf = (numbers: readonly number[]) => `cast([${numbers}], 'Array(UInt16)')`;

/** The first step of a mask above all of its steps; 0 where it has none. */
function eventNumber(mask: number): number {
  return mask === 0 ? 0 : ((31 - Math.clz32(mask & -mask)) << STEP_BITS) | mask;
}

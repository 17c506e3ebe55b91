/** What every question over journeys is asked with: which journeys, which touches, and in whose words. */
import { type JourneyDimension, type JourneyGoal, type JourneyQuery, TOUCH_KINDS } from '#contract/journeys.ts';
import { STEP_KINDS } from '#domain/attribution/funnel-text.ts';
import { addDays, dayStart } from '#domain/calendar/days.ts';
import { EMPTY_VALUE } from '#domain/lead-list/value-list.ts';
import type { Period } from '#domain/lead-metrics/compare-period.ts';
import type { ClickHouseParams } from '../../platform/clickhouse.ts';
import { refusedField } from '../../platform/errors.ts';
import type { ClientFacts } from '../client-facts.ts';
import type { Where } from '../filter.ts';
import { journeyQuestion } from './questions.ts';

export const DAY_SECONDS = 86_400;
export const AGE_SECONDS = { day: DAY_SECONDS, week: 7 * DAY_SECONDS, month: 30 * DAY_SECONDS };
const LEAD_KIND = STEP_KINDS.indexOf('lead');
const SEQUENCES_SQL = journeyQuestion('sequences');

export const GOAL_COLUMN: Record<JourneyGoal, string> = {
  lead: 'lead_at',
  qualified: 'qualified_at',
  converted: 'converted_at',
};
export const KEY_COLUMN: Record<JourneyDimension, string> = {
  channel: 'channels',
  source: 'sources',
  campaign: 'campaigns',
  creative: 'creatives',
};

export type SequenceAsk = Pick<
  JourneyQuery,
  'goal' | 'dimension' | 'look_back_days' | 'touches' | 'transform' | 'drop_direct'
>;

/** The condition on journeys of a question that takes all. */
export const EVERY_JOURNEY: Where = { sql: 'true', params: {} };

/** A question of `sql/` with the journeys of a filter in its place `{sequences:Table}`. */
export function overSequences(sql: string, leads: Where): string {
  return sql.replaceAll('{sequences:Table}', SEQUENCES_SQL.replace('{leads:Condition}', leads.sql));
}

/** The parameters of `sequences.sql`. Throws 422 for a kind of touch that cannot get credit. */
export function sequenceParams(
  ask: SequenceAsk,
  client: Pick<ClientFacts, 'id' | 'timeZone' | 'currency'>,
  period: Period,
  { buckets = 1, converted = false } = {},
): ClickHouseParams {
  return {
    client: client.id,
    ...secondsOf(period, client.timeZone),
    j_goal: GOAL_COLUMN[ask.goal],
    j_keys: KEY_COLUMN[ask.dimension],
    j_kinds: touchCodes(ask.touches).reduce((bits, code) => bits | (1 << code), 0),
    j_lead: LEAD_KIND,
    j_look_back: ask.look_back_days * DAY_SECONDS,
    j_transform: ask.transform,
    j_drop_direct: ask.drop_direct === 'true' ? 1 : 0,
    j_buckets: buckets,
    j_converted: converted ? 1 : 0,
    j_currency: client.currency,
  };
}

/** The instants a period begins and ends, in seconds as the engine's 32 bits hold them; the end is exclusive. */
export function secondsOf({ from, to }: Period, zone: string): { j_from: number; j_to: number } {
  const seconds = (day: string) => Math.min(2 ** 32 - 1, Math.max(0, Math.ceil(dayStart(day, zone) / 1000)));
  return { j_from: seconds(from), j_to: seconds(addDays(to, 1)) };
}

/** Codes of kinds of touches, from a comma-separated list. Throws 422 for a kind that cannot get credit. */
export function touchCodes(touches: string): number[] {
  const kinds = touches.split(',').map((kind) => kind.trim());
  const unknown = kinds.find((kind) => !(TOUCH_KINDS as readonly string[]).includes(kind));
  if (unknown !== undefined) {
    throw refusedField('touches', `“${unknown.slice(0, 40)}” is not one of ${TOUCH_KINDS.join(', ')}`);
  }
  return kinds.map((kind) => (STEP_KINDS as readonly string[]).indexOf(kind));
}

/** A key as it is shown: the empty one has a name. */
export const shownKey = (key: string) => (key === '' ? EMPTY_VALUE : key);
export const FILTERED_WARNING =
  'The filter is about leads, so visitors who became no lead are left out and more journeys seem to convert.';

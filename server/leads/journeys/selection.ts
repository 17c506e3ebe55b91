/**
 * A number of attribution, journeys, funnels or cohorts as a filter of leads: `journey=about=touch&key=Email&goal=lead&…` holds for the
 * first lead of each journey that is counted in it, so that a number opens exactly the leads behind it.
 */
import * as z from 'zod';
import { CohortQuery, FunnelQuery, JourneyQuery } from '#contract/journeys.ts';
import { EMPTY_VALUE } from '#domain/lead-list/value-list.ts';
import { refusedField } from '../../platform/errors.ts';
import type { FilterScope, Where } from '../filter.ts';
import { requirePeriod } from '../period.ts';
import { funnelJourneys, readFunnel } from './funnel-sql.ts';
import { AGE_SECONDS, EVERY_JOURNEY, GOAL_COLUMN, overSequences, secondsOf, sequenceParams } from './sequence.ts';

const OfSequence = z.object({
  ...JourneyQuery.pick({
    from: true,
    to: true,
    goal: true,
    dimension: true,
    look_back_days: true,
    touches: true,
    transform: true,
    drop_direct: true,
  }).shape,
  /** The key that was touched, or the keys of the whole way. */
  key: z.array(z.string().max(500)).max(100),
});
const Selection = z.discriminatedUnion('about', [
  OfSequence.extend({ about: z.literal('touch') }),
  OfSequence.extend({ about: z.literal('path') }),
  OfSequence.extend({ about: z.literal('goal') }),
  z.object({
    about: z.literal('funnel'),
    ...FunnelQuery.pick({ from: true, to: true, steps: true, window_days: true }).shape,
    step: z.coerce.number().int().min(1).max(10),
    outcome: z.enum(['reached', 'dropped']),
  }),
  z.object({
    about: z.literal('cohort'),
    ...CohortQuery.pick({ from: true, to: true, goal: true, age: true }).shape,
    /** Leads that reached the goal at this age or before; all members when left out. */
    by_age: z.coerce.number().int().min(0).max(60).optional(),
  }),
]);
type Selection = z.infer<typeof Selection>;

/** The condition over `lead_fact`. Throws 422 for text that cannot be read, or when several clients could be meant. */
export function journeyClause(text: string, { clients, zone }: FilterScope): Where {
  const [client] = clients;
  if (clients.length !== 1 || client === undefined) throw refusedField('journey', 'say which client it is about');
  const params = new URLSearchParams(text);
  const read = Selection.safeParse({ ...Object.fromEntries(params), key: params.getAll('key') });
  if (!read.success) throw refusedField('journey', z.prettifyError(read.error).split('\n')[0] ?? 'cannot be read');
  requirePeriod(read.data);
  const { sql, params: bound } = journeysOfSelection(read.data, { id: client, timeZone: zone, currency: '' });
  // Beside a question over journeys with parameters of its own, these need names of their own.
  const renamed = (name: string) => name.replace(/^[jf]_/, 's_$&');
  return {
    sql: `id in (${sql.replace(/\{([jf]_\w+):/g, (_, name: string) => `{${renamed(name)}:`)})`,
    params: Object.fromEntries(Object.entries(bound).map(([name, value]) => [renamed(name), value])),
  };
}

function journeysOfSelection(selection: Selection, client: { id: string; timeZone: string; currency: string }): Where {
  if (selection.about === 'funnel') {
    const { sql, params } = funnelJourneys(readFunnel(selection), EVERY_JOURNEY);
    const { step, outcome } = selection;
    const condition = outcome === 'reached' ? `times[${step}] != 0` : `times[${step}] != 0 and times[${step + 1}] = 0`;
    const period = secondsOf(selection, client.timeZone);
    return {
      sql: `select leads[1] from ${sql} where notEmpty(leads) and ${condition}`,
      params: { ...params, client: client.id, ...period },
    };
  }
  if (selection.about === 'cohort') {
    const { goal, by_age: age } = selection;
    const column = GOAL_COLUMN[goal];
    const within = (age ?? 0) * AGE_SECONDS[selection.age] + AGE_SECONDS[selection.age];
    return {
      sql: `select leads[1] from journey_path final where client_id = {client:UUID} and lead_at >= {j_from:UInt32} and lead_at < {j_to:UInt32}
        ${age === undefined ? '' : `and ${column} != 0 and toInt64(${column}) - toInt64(lead_at) < {j_within:Int64}`}`,
      params: { client: client.id, ...secondsOf(selection, client.timeZone), j_within: within },
    };
  }
  const keys = selection.key.map((key) => (key === EMPTY_VALUE ? '' : key));
  const converted = selection.about !== 'path';
  const conditions = {
    touch: 'has(keys, {j_key:String})',
    path: 'arrayMap(x -> toString(x), arrayCompact(keys)) = {j_way:Array(String)}',
    goal: 'true',
  };
  return {
    sql: overSequences(
      `select leads[1] from {sequences:Table} where notEmpty(leads) and ${conditions[selection.about]}`,
      EVERY_JOURNEY,
    ),
    params: { ...sequenceParams(selection, client, selection, { converted }), j_key: keys[0] ?? '', j_way: keys },
  };
}

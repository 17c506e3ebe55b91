/** How each model credits the touches of one lead's journey, for the timeline of the lead. */
import * as z from 'zod';
import { type AttributionModel, AttributionQuery, type JourneyGoal, type LeadCredits } from '#contract/journeys.ts';
import { STEP_KINDS } from '#domain/attribution/funnel-text.ts';
import { type Path, unique } from '#domain/attribution/path.ts';
import { RULE_MODELS, touchWeights } from '#domain/attribution/rule-models.ts';
import { addDays, dayIn } from '#domain/calendar/days.ts';
import { clientsFor, type Principal, scopeOf } from '../../platform/access.ts';
import { ask, SafeInteger } from '../../platform/clickhouse.ts';
import { inScope } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import type { LeadDeps } from '../deps.ts';
import { oneClient } from '../one-client.ts';
import { findCredits } from './credits.ts';
import { modelWords } from './model-words.ts';
import { freshPaths } from './paths.ts';
import { journeyQuestion } from './questions.ts';
import { DAY_SECONDS, EVERY_JOURNEY, overSequences, sequenceParams, touchCodes } from './sequence.ts';

const JOURNEY_SQL = journeyQuestion('lead-journey');
const KEYS_SQL = journeyQuestion('keys');
/** Days before the goal from which the Markov chain learns what a channel is worth. */
const LEARNT_DAYS = 180;
const KEYS_MAX = 40;

const JourneyRow = z.object({
  journey_id: z.string(),
  lead_at: SafeInteger,
  qualified_at: SafeInteger,
  converted_at: SafeInteger,
  last_at: SafeInteger,
  ats: z.array(SafeInteger),
  kinds: z.array(SafeInteger),
  channels: z.array(z.string()),
  sources: z.array(z.string()),
  campaigns: z.array(z.string()),
  creatives: z.array(z.string()),
});
type JourneyRow = z.output<typeof JourneyRow>;

/** Parts of every touch under every model. Throws 404 for a lead out of reach. */
export async function getLeadCredits(deps: LeadDeps, principal: Principal, leadId: string): Promise<LeadCredits> {
  const clients = clientsFor(principal, 'lead.read');
  const lead = await inScope(deps.db, scopeOf(principal, clients), (tx) =>
    tx.selectFrom('lead').select('client_id').where('id', '=', leadId).executeTakeFirst(),
  );
  if (lead === undefined) throw notFound();
  const client = await oneClient(deps, principal, lead.client_id);
  const through = await freshPaths(deps);
  const [journey] = await ask(deps.clickhouse, JOURNEY_SQL, { client: client.id, lead: leadId }, JourneyRow);
  if (journey === undefined) throw notFound();
  const goal: JourneyGoal = journey.converted_at > 0 ? 'converted' : 'lead';
  const ended = goal === 'converted' ? journey.converted_at : journey.lead_at;
  const options = AttributionQuery.parse({ from: '2000-01-01', to: '2000-01-01', goal });
  const kept = keptTouches(journey, ended, options.look_back_days * DAY_SECONDS, options.touches);
  const names = [...new Set(kept.map((index) => journey.channels[index] ?? ''))];
  const path: Path = {
    channels: kept.map((index) => names.indexOf(journey.channels[index] ?? '')),
    ats: kept.map((index) => journey.ats[index] ?? 0),
    leadTouch: Math.max(
      0,
      kept.findLastIndex((index) => (journey.ats[index] ?? 0) <= journey.lead_at),
    ),
    conversions: 1,
    value: 0,
    nulls: 0,
  };
  const direct = names.findIndex((name) => name.toLowerCase() === 'direct');
  const rules = { halfLife: options.half_life_days * DAY_SECONDS, ...(direct < 0 ? {} : { direct }) };
  const parts = new Map<AttributionModel, number[]>(
    RULE_MODELS.map((model) => [model, kept.length > 0 ? touchWeights(model, path, rules) : []]),
  );
  parts.set(
    'shapley',
    sharedByKey(
      path,
      names.map(() => 1),
    ),
  );
  const markov = await markovWorth(deps, client, options, ended);
  if (markov !== undefined)
    parts.set(
      'markov',
      sharedByKey(
        path,
        names.map((name) => markov.get(name) ?? 0),
      ),
    );
  return {
    lead_id: leadId,
    goal,
    reached: ended > 0,
    touches: kept.map((index, place) => ({
      at: new Date((journey.ats[index] ?? 0) * 1000).toISOString(),
      kind: STEP_KINDS[journey.kinds[index] ?? 0] ?? 'visit',
      channel: journey.channels[index] ?? '',
      source: journey.sources[index] ?? '',
      campaign: journey.campaigns[index] ?? '',
      creative: journey.creatives[index] ?? '',
      credits: Object.fromEntries([...parts].map(([model, weights]) => [model, weights[place] ?? 0])),
    })),
    models: [...parts.keys()].map((model) => modelWords(model, options)),
    data_through: through.toISOString(),
    warnings: [
      ...(kept.length > 0 ? [] : ['No touch of this journey was recorded within the look-back.']),
      ...(markov === undefined ? ['Too few journeys converted for a Markov chain.'] : []),
    ],
  };
}

function keptTouches({ ats, kinds }: JourneyRow, ended: number, lookBack: number, touches: string): number[] {
  const codes = touchCodes(touches);
  return ats.flatMap((at, index) =>
    codes.includes(kinds[index] ?? -1) && at <= ended && at >= ended - lookBack ? [index] : [],
  );
}

/** Parts in proportion to what each key is worth; the touches of one key share its part. */
function sharedByKey(path: Path, worth: readonly number[]): number[] {
  const met = unique(path).channels;
  const total = met.reduce((sum, key) => sum + (worth[key] ?? 0), 0);
  const times = (key: number) => path.channels.filter((other) => other === key).length;
  return path.channels.map((key) => (total > 0 ? (worth[key] ?? 0) / total : 1 / met.length) / times(key));
}

/** What each channel was worth over the half year before, by the Markov chain: its removal effect, as credit. */
async function markovWorth(
  { clickhouse }: LeadDeps,
  client: { id: string; timeZone: string; currency: string },
  options: AttributionQuery,
  ended: number,
): Promise<Map<string, number> | undefined> {
  const to = dayIn(client.timeZone, ended * 1000);
  const params = sequenceParams(options, client, { from: addDays(to, -LEARNT_DAYS), to });
  const asked = { ...params, most: KEYS_MAX };
  const keys = await ask(clickhouse, overSequences(KEYS_SQL, EVERY_JOURNEY), asked, z.object({ key_name: z.string() }));
  const names = keys.map(({ key_name }) => key_name);
  const wanted = {
    leads: EVERY_JOURNEY,
    params,
    models: ['markov'] as const,
    names,
    buckets: 1,
    halfLife: 1,
    order: 1 as const,
  };
  const credits = (await findCredits(clickhouse, wanted)).byModel.get('markov') ?? [];
  const total = credits.reduce((sum, { conversions }) => sum + conversions, 0);
  return total < 1 ? undefined : new Map(names.map((name, place) => [name, credits[place]?.conversions ?? 0]));
}

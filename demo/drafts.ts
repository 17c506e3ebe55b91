/** The stream of one client's leads, oldest first, with what the world knows of each beside it. */
import { type DemoDay, demoDays, timesOfDay } from './calendar.ts';
import type { CampaignTemplate, ClientTemplate, SourceTemplate } from './clients/template.ts';
import { composeLead, type DemoLead } from './compose.ts';
import { addNoise, type NoiseKind } from './noise.ts';
import { drawOutcomeLots, playOutcome, type StatusChange } from './outcome.ts';
import { type Person, personMaker } from './person.ts';
import { hash32, type Random, seededRandom, weightedPick } from './random.ts';
import { repeatContact, repeatMemory } from './repeats.ts';
import { externalId, uuidOf } from './tokens.ts';

/** A lead and the truth about it, which no check may see. */
export interface Draft {
  lead: DemoLead;
  client: ClientTemplate;
  source: SourceTemplate;
  campaign: CampaignTemplate | undefined;
  person: Person;
  /** Hidden worth of the lead, 0 to 1. */
  quality: number;
  createdAt: number;
  daysAgo: number;
  noise: NoiseKind[];
  /** external_id of an earlier lead of the same person, for a duplicate that just happened. */
  repeats: string | undefined;
  /** What a planted fault changed: who the lead says it is, only how to reach it, or only the trace of its click. */
  planted: 'identity' | 'contact' | 'trace' | undefined;
  statusChanges: StatusChange[];
}

/** Changes a draft in place before sales gets it. */
export type Planter = (draft: Draft) => void;

// Some draws find nobody to repeat, so about 2 % of leads end as repeats.
const REPEAT_RATE = 0.03;

/**
 * Generates `count` leads over the twelve months before `now` (milliseconds since 1970).
 * The stream without planters and with them differ only in the leads that a planter changes.
 */
export function* drafts(options: {
  client: ClientTemplate;
  seed: number;
  now: number;
  count: number;
  planters?: readonly Planter[];
}): Generator<Draft> {
  const { client, seed, now, count, planters = [] } = options;
  const random = seededRandom(`${seed}/${client.key}`);
  const seedHash = hash32(`${seed}/${client.key}/ids`);
  const clientId = demoClientId(client.key);
  const days = demoDays(client, now, random);
  const times = timesOfDay(client);
  const newPerson = personMaker(client);
  const memory = repeatMemory(count);
  let made = 0;
  let reached = 0;
  for (const day of days) {
    reached += day.share;
    const upTo = Math.round(reached * count);
    const sourceOf = sourcesOf(client, day, random);
    for (const createdAt of times(day, upTo - made, now, random)) {
      const source = sourceOf(random);
      const campaign = campaignOf(client, source, day, random);
      const repeated = random.chance(REPEAT_RATE) ? memory.recall(createdAt, random) : undefined;
      const person = repeated?.person ?? newPerson(random);
      const quality = Math.min(0.99, Math.max(0.02, source.quality + 0.17 * random.normal()));
      const lead = composeLead(
        {
          client,
          clientId,
          externalId: externalId(client.idPrefix, seedHash, made),
          person,
          source,
          campaign,
          createdAt,
          now,
        },
        random,
      );
      const noise = repeated
        ? repeatContact(lead, person, random)
        : addNoise(lead, { person, source, quality, createdAt, now }, random);
      const lots = drawOutcomeLots(random);
      const draft: Draft = {
        lead,
        client,
        source,
        campaign,
        person,
        quality,
        createdAt,
        daysAgo: day.daysAgo,
        noise,
        repeats: repeated && repeated.planted !== 'identity' ? repeated.lead.external_id : undefined,
        planted: undefined,
        statusChanges: [],
      };
      for (const plant of planters) plant(draft);
      if (draft.planted === 'identity') draft.repeats = undefined;
      const spoilt = draft.planted === 'identity' || draft.planted === 'contact';
      const reachable = !spoilt && draft.noise.every((kind) => !UNREACHABLE.has(kind));
      const outcome = playOutcome({ client, createdAt, now, quality: draft.quality, reachable }, lots);
      recordOutcome(draft, outcome.changes, outcome.revenue);
      // Judged by the noise before any planting, so that planting never changes who is remembered.
      if (!repeated && noise.length === 0) memory.remember(draft);
      made += 1;
      yield draft;
    }
  }
}

/** The id a demo client has in the demo's own data. */
export function demoClientId(key: string): string {
  return uuidOf(`assay demo client ${key}`);
}

const UNREACHABLE: ReadonlySet<NoiseKind> = new Set([
  'broken_email',
  'disposable_email',
  'garbage_name',
  'fake_name',
  'bot_agent',
]);

function recordOutcome(draft: Draft, changes: StatusChange[], revenue: number | undefined): void {
  draft.statusChanges = changes;
  const last = changes.at(-1);
  if (last === undefined) return;
  draft.lead.conversion_status = last.status;
  if (last.status !== 'converted') return;
  draft.lead.conversion_date = new Date(last.at).toISOString();
  draft.lead.revenue = revenue;
  draft.lead.currency = draft.client.currency;
}

function sourcesOf(client: ClientTemplate, day: DemoDay, random: Random): (random: Random) => SourceTemplate {
  const pairs = client.sources.map((source) => {
    const runs =
      source.startsDaysAgo >= day.daysAgo && (!needsCampaign(source) || running(client, source, day).length > 0);
    // A source's volume wanders from day to day.
    return [source, source.share * Math.exp(0.12 * random.normal()) * (runs ? 1 : 0)] as const;
  });
  return weightedPick(pairs);
}

const needsCampaign = (source: SourceTemplate) => ['paid_search', 'paid_social', 'email'].includes(source.kind);

function running(client: ClientTemplate, source: SourceTemplate, day: DemoDay): CampaignTemplate[] {
  return client.campaigns.filter(
    (campaign) =>
      campaign.source === source.name && campaign.startsDaysAgo >= day.daysAgo && campaign.stopsDaysAgo <= day.daysAgo,
  );
}

/** Campaigns share a source's leads as they share its budget. */
function campaignOf(
  client: ClientTemplate,
  source: SourceTemplate,
  day: DemoDay,
  random: Random,
): CampaignTemplate | undefined {
  const lot = random.unit();
  const active = running(client, source, day);
  let left = lot * active.reduce((sum, campaign) => sum + campaign.dailyBudgetMinor, 0);
  for (const campaign of active) {
    left -= campaign.dailyBudgetMinor;
    if (left < 0) return campaign;
  }
  return active.at(-1);
}

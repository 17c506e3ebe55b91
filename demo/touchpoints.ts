/** The way of each lead: visits and clicks, its form, what came after; and visitors who never became a lead. */
import type { TouchpointKind } from '#contract/touchpoint.ts';
import { DAY_MS } from './calendar.ts';
import type { CampaignTemplate, ClientKey, ClientTemplate, SourceTemplate } from './clients/template.ts';
import { sourceDetails } from './compose.ts';
import { contactsOf } from './contacts.ts';
import type { Draft } from './drafts.ts';
import { type Random, seededRandom, weightedPick } from './random.ts';
import { hex } from './tokens.ts';

export interface DemoTouchpoint {
  client: ClientKey;
  visitor_id: string;
  /** external_id of the lead this visitor became; absent for those who did not. */
  lead?: string;
  /** ISO 8601 in UTC. */
  at: string;
  /** `click` came by an advertisement or a mailing, `visit` in any other way. */
  kind: TouchpointKind;
  source: string;
  campaign_id?: string;
  ad_group_id?: string;
  keyword?: string;
  utm_source?: string;
  utm_medium?: string;
  referrer?: string;
  landing_page?: string;
  click_id?: string;
  seconds?: number;
}

const LONGEST_MS = 21 * DAY_MS;

/**
 * The touchpoints around one lead up to `now` (milliseconds since 1970): its own, oldest first, then those of a visitor
 * who left without a word.
 */
export function touchpointsOf(draft: Draft, seed: number, now: number): DemoTouchpoint[] {
  // Programs and sellers leave no visit on the client's site; whom a seller sold may still be called.
  if (draft.planted === 'identity') return [];
  if (draft.source.kind === 'partner') return contactsOf(draft, seed, now, draft.lead.external_id);
  const { lead, client, createdAt } = draft;
  const random = seededRandom(`${seed}/touch/${lead.external_id}`);
  const visitor = lead.device?.device_id ?? hex(random, 16);
  const clickedAt = lead.clicked_at === undefined ? createdAt : Date.parse(lead.clicked_at);
  const own = earlierVisits(client, clickedAt, visitor, random, lead.external_id);
  own.push(touchpoint(draft, clickedAt, visitor, lead.source_details ?? {}, lead.external_id));
  own.push(...formSteps(draft, visitor), ...contactsOf(draft, seed, now, visitor));
  if (!random.chance(0.8)) return own;
  const stranger = hex(random, 16);
  const theirs = earlierVisits(client, createdAt, stranger, random, undefined);
  const { source, campaign } = channel(client, draft.daysAgo, random);
  theirs.push(
    touchpoint({ client, source }, createdAt, stranger, sourceDetails({ client, source, campaign }, random), undefined),
  );
  return [...own, ...theirs];
}

/** The form as the site itself saw it, where the lead says how long it took. */
function formSteps({ lead, client, source, createdAt }: Draft, visitor: string): DemoTouchpoint[] {
  const seconds = lead.form?.seconds_on_form;
  if (seconds === undefined) return [];
  const own = { client: client.key, visitor_id: visitor, lead: lead.external_id, source: source.name };
  return [
    { ...own, kind: 'form_start', at: new Date(createdAt - seconds * 1000).toISOString() },
    { ...own, kind: 'form_submit', at: new Date(createdAt).toISOString(), seconds: Math.round(seconds) },
  ];
}

function earlierVisits(
  client: ClientTemplate,
  before: number,
  visitor: string,
  random: Random,
  lead: string | undefined,
): DemoTouchpoint[] {
  const times: number[] = [];
  while (times.length < 6 && random.chance(0.48))
    times.push(before - 60_000 - Math.floor(LONGEST_MS * random.unit() ** 2));
  return times
    .sort((a, b) => a - b)
    .map((at) => {
      const { source, campaign } = channel(client, 0, random);
      return touchpoint({ client, source }, at, visitor, sourceDetails({ client, source, campaign }, random), lead);
    });
}

const channels = new WeakMap<ClientTemplate, (random: Random) => SourceTemplate>();

function channel(
  client: ClientTemplate,
  daysAgo: number,
  random: Random,
): { source: SourceTemplate; campaign: CampaignTemplate | undefined } {
  const pick =
    channels.get(client) ??
    weightedPick(
      client.sources.flatMap((source) => (source.kind === 'partner' ? [] : [[source, source.share] as const])),
    );
  channels.set(client, pick);
  const source = pick(random);
  const active = client.campaigns.filter(
    (each) => each.source === source.name && each.startsDaysAgo >= daysAgo && each.stopsDaysAgo <= daysAgo,
  );
  return { source, campaign: active.length > 0 ? random.pick(active) : undefined };
}

function touchpoint(
  { client, source }: { client: ClientTemplate; source: SourceTemplate },
  at: number,
  visitor: string,
  details: NonNullable<Draft['lead']['source_details']>,
  lead: string | undefined,
): DemoTouchpoint {
  const { campaign_id, ad_group_id, keyword, utm_source, utm_medium, referrer, landing_page } = details;
  const click_id = details.gclid ?? details.fbclid ?? details.ttclid ?? details.li_fat_id;
  return {
    client: client.key,
    visitor_id: visitor,
    ...(lead === undefined ? {} : { lead }),
    at: new Date(at).toISOString(),
    kind: source.kind === 'organic' || source.kind === 'referral' ? 'visit' : 'click',
    source: source.name,
    campaign_id,
    ad_group_id,
    keyword,
    utm_source,
    utm_medium,
    referrer,
    landing_page,
    click_id,
  };
}

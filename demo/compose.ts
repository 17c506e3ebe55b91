/** Writes down one lead: who, from where, by which click, on which form. */
import type { LeadCreate, SourceDetails } from '#contract/lead.ts';
import { zoneOffsetMinutes } from './calendar.ts';
import type { CampaignTemplate, ClientKey, ClientTemplate, SourceTemplate } from './clients/template.ts';
import { LANGUAGES } from './names/devices.ts';
import { e164, writtenNumber } from './names/phones.ts';
import { mailSlug, type Person } from './person.ts';
import type { Random } from './random.ts';
import { fbclid, gclid, liFatId, ttclid } from './tokens.ts';

/** A lead as the API takes it, and which demo client it belongs to. `client_id` is the id of that demo client. */
export type DemoLead = LeadCreate & { client: ClientKey; external_id: string; created_at: string };

export interface Circumstances {
  client: ClientTemplate;
  clientId: string;
  externalId: string;
  person: Person;
  source: SourceTemplate;
  campaign: CampaignTemplate | undefined;
  /** When the form was sent, and the latest instant the world knows; milliseconds since 1970. */
  createdAt: number;
  now: number;
}

const iso = (time: number) => new Date(time).toISOString();
/** Milliseconds of a median times a lognormal deviate. */
const around = (medianMs: number, spread: number, random: Random) =>
  Math.round(medianMs * Math.exp(spread * random.normal()));

/** Composes the lead. Reads the same count of random numbers whatever later happens to the lead. */
export function composeLead(facts: Circumstances, random: Random): DemoLead {
  const { client, person, source, campaign, createdAt } = facts;
  const { country, place } = person;
  const formSeconds = Math.max(14, Math.round(around(74_000, 0.5, random) / 100) / 10);
  const clickedAt = createdAt - formSeconds * 1_000 - around(120_000, 1.1, random);
  const partner = source.kind === 'partner';
  const formId = partner ? `${mailSlug(source.name)}-feed` : (campaign?.formId ?? 'contact-1');
  const name = `${person.given} ${person.family}`;
  const details = sourceDetails(facts, random);
  const lead: DemoLead = {
    client: client.key,
    client_id: facts.clientId,
    external_id: facts.externalId,
    email: person.email,
    name,
    phone: random.chance(0.55)
      ? e164(country, person.national)
      : writtenNumber(country, person.national, random.below(4)),
    source: source.name,
    source_details: details,
    address: { street: person.street, city: place.city, region: place.region, postal_code: place.postalCode, country },
    created_at: iso(createdAt),
    custom: answers(client, random),
  };
  // Business forms ask for one name field, forms for households for two.
  if (!client.settings.company_email_wanted) {
    lead.given_name = person.given;
    lead.family_name = person.family;
  }
  if (person.company !== undefined) lead.company = person.company;
  if (random.chance(0.3))
    lead.message = `${random.pick(client.openings)} ${random.pick(client.wishes)} ${random.pick(client.wishes)}`;
  const consentAt = createdAt - random.below(8_000);
  lead.consent = {
    given_at: iso(consentAt),
    text_version: consentVersion(facts),
    form_id: formId,
    channels: ['email', 'phone'],
  };
  const deliveryDelay = around(90_000, 1.2, random);
  if (partner) {
    lead.delivered_at = iso(Math.min(facts.now, createdAt + deliveryDelay));
  } else {
    lead.clicked_at = iso(clickedAt);
  }
  // Sellers pass on little of what they saw of the visitor.
  const witnessed = random.unit();
  if (!partner || witnessed < 0.55) lead.device = deviceFacts(facts);
  const typed = random.unit();
  if (!partner || witnessed < 0.3) {
    lead.form = {
      form_id: formId,
      seconds_on_form: formSeconds,
      field_count: 6 + Object.keys(client.questions).length,
      key_events:
        typed < 0.35 ? 6 + Math.floor(typed * 40) : name.length + person.email.length + 10 + Math.floor(typed * 30),
      paste_events: typed > 0.93 ? 1 : 0,
      autofill_events: typed < 0.35 ? 4 : 0,
      honeypot: '',
    };
  }
  return lead;
}

function deviceFacts({ person, createdAt }: Circumstances): LeadCreate['device'] {
  const { browser, place } = person;
  return {
    ip: person.ip,
    user_agent: browser.userAgent,
    // Only browsers made from Chromium send client hints.
    ...(browser.userAgent.includes('Chrome/') ? { platform_hint: browser.platform, mobile_hint: browser.mobile } : {}),
    language: LANGUAGES[person.country],
    time_zone: place.zone,
    time_zone_offset_minutes: zoneOffsetMinutes(place.zone, createdAt),
    device_id: person.deviceId,
  };
}

function consentVersion({ client, createdAt, now }: Circumstances): string {
  return `${client.key}-privacy-${createdAt < now - 200 * 86_400_000 ? 'v3' : 'v4'}`;
}

function answers(client: ClientTemplate, random: Random): Record<string, string> {
  const custom: Record<string, string> = {};
  for (const question in client.questions) custom[question] = random.pick(client.questions[question]!);
  return custom;
}

const SEARCH_ENGINES = [
  'https://www.google.com/',
  'https://www.google.com/',
  'https://www.google.com/',
  'https://www.bing.com/',
  'https://duckduckgo.com/',
];

/** The trace of the click: campaign, UTM values, referrer and click id that agree with the source. */
export function sourceDetails(
  { client, source, campaign }: Pick<Circumstances, 'client' | 'source' | 'campaign'>,
  random: Random,
): SourceDetails {
  const landing_page = campaign?.landingPage ?? `${client.site}/`;
  const slug = campaign ? campaignSlug(campaign) : undefined;
  const adGroup = campaign ? random.pick(campaign.adGroups) : undefined;
  const bought = {
    campaign_id: campaign?.id,
    ad_group_id: adGroup?.id,
    utm_campaign: slug,
    utm_content: adGroup?.name,
    landing_page,
  };
  switch (source.role) {
    case 'google': {
      const keyword = random.pick(adGroup?.keywords ?? ['']);
      return {
        ...bought,
        keyword,
        referrer: 'https://www.google.com/',
        utm_source: 'google',
        utm_medium: 'cpc',
        utm_term: keyword,
        gclid: gclid(random),
      };
    }
    case 'meta': {
      const place = random.chance(0.62) ? 'facebook' : 'instagram';
      return {
        ...bought,
        referrer: `https://l.${place}.com/`,
        utm_source: place,
        utm_medium: 'paid_social',
        fbclid: fbclid(random),
      };
    }
    case 'tiktok':
      return {
        ...bought,
        referrer: 'https://www.tiktok.com/',
        utm_source: 'tiktok',
        utm_medium: 'paid_social',
        ttclid: ttclid(random),
      };
    case 'linkedin':
      return {
        ...bought,
        referrer: 'https://www.linkedin.com/',
        utm_source: 'linkedin',
        utm_medium: 'paid_social',
        li_fat_id: liFatId(random),
      };
    case 'email':
      return { ...bought, utm_source: 'newsletter', utm_medium: 'email' };
    case 'organic':
      return { referrer: random.pick(SEARCH_ENGINES), landing_page };
    case 'referral':
      return {
        utm_source: 'referral',
        utm_medium: 'referral',
        referrer: `https://friends.${client.key}.example/`,
        landing_page,
      };
    default: {
      const seller = mailSlug(source.name);
      return {
        campaign_id: `${seller}-feed`,
        utm_source: seller,
        utm_medium: 'partner',
        referrer: `https://www.${seller}.example/`,
        landing_page,
      };
    }
  }
}

const slugs = new WeakMap<CampaignTemplate, string>();

/** The campaign's name as its UTM value. */
export function campaignSlug(campaign: CampaignTemplate): string {
  const known = slugs.get(campaign);
  if (known !== undefined) return known;
  const slug = campaign.name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  slugs.set(campaign, slug);
  return slug;
}

/** What a demo client is made of: who it is, what it buys and how good that is. Data only. */

import type * as z from 'zod';
import type { ClientSettings, Source } from '#contract/workspace.ts';
import type { Country } from '../names/places.ts';
import { hash32, seededRandom } from '../random.ts';

export const CLIENT_KEYS = ['halcyon', 'nordlicht', 'brightwell'] as const;
export type ClientKey = (typeof CLIENT_KEYS)[number];

/** The part a source plays in the demo; names differ between clients. */
export type SourceRole =
  | 'google'
  | 'meta'
  | 'organic'
  | 'partner_a'
  | 'partner_b'
  | 'tiktok'
  | 'linkedin'
  | 'email'
  | 'referral';

export interface AdGroup {
  id: string;
  name: string;
  keywords: readonly string[];
}

export interface CampaignTemplate {
  id: string;
  name: string;
  /** Name of the source it runs on. */
  source: string;
  /** Days before now on which it starts and stops; stops at 0 while it runs. */
  startsDaysAgo: number;
  stopsDaysAgo: number;
  /** In minor units of the client's currency. */
  dailyBudgetMinor: number;
  landingPage: string;
  formId: string;
  adGroups: readonly AdGroup[];
}

export interface SourceTemplate extends Source {
  role: SourceRole;
  /** Parts of the client's leads while the source runs. */
  share: number;
  /** Mean of the hidden quality of its leads, 0 to 1. */
  quality: number;
  /** Day before now from which the source delivers at all. */
  startsDaysAgo: number;
}

export interface ClientTemplate {
  key: ClientKey;
  name: string;
  industry: string;
  currency: 'USD' | 'EUR' | 'GBP';
  timeZone: string;
  country: Country;
  settings: z.infer<typeof ClientSettings>;
  site: string;
  idPrefix: string;
  /** Leads in twelve months at scale 1. */
  leads: number;
  /** Volume at the end of the year against its start. */
  growth: number;
  /** Volume per month, January first; 1 is usual. */
  season: readonly number[];
  /** Volume per weekday, Sunday first; 1 is usual. */
  weekdays: readonly number[];
  /** Volume per local hour, midnight first, in parts. */
  hours: readonly number[];
  countries: readonly (readonly [Country, number])[];
  sources: readonly SourceTemplate[];
  campaigns: readonly CampaignTemplate[];
  /** Share of leads that name a company, and of those the share that write from its domain. */
  companyShare: number;
  companyMailShare: number;
  /** Median revenue of a conversion in major units, and the spread of its logarithm. */
  revenueMedian: number;
  revenueSpread: number;
  /** Probability that a qualified lead of quality 0.5 converts. */
  closeRate: number;
  /** Questions of the client's own form and the answers people give. */
  questions: Readonly<Record<string, readonly string[]>>;
  openings: readonly string[];
  wishes: readonly string[];
}

/** Hours of people at home: a rise over the day with a peak in the evening. */
export const CONSUMER_HOURS = [4, 2, 1, 1, 1, 2, 5, 9, 13, 16, 18, 18, 18, 17, 16, 16, 17, 19, 22, 25, 25, 21, 14, 8];
/** Hours of people at work. */
export const OFFICE_HOURS = [1, 1, 0.5, 0.5, 0.5, 1, 3, 9, 22, 30, 31, 28, 20, 25, 28, 26, 22, 15, 8, 6, 5, 4, 3, 2];

/** Builds a campaign whose ids look as the platform's own do. `groups` maps an ad group to its keywords. */
export function campaign(
  facts: Omit<CampaignTemplate, 'id' | 'adGroups'>,
  groups: Readonly<Record<string, string>>,
): CampaignTemplate {
  const random = seededRandom(hash32(`${facts.source}/${facts.name}/${facts.landingPage}`));
  const [lead, digits] = ID_SHAPES[facts.source] ?? ['', 8];
  const id = () => lead + Array.from({ length: digits - lead.length }, () => String(1 + random.below(9))).join('');
  return {
    ...facts,
    id: id(),
    adGroups: Object.entries(groups).map(([name, keywords]) => ({
      id: id(),
      name,
      keywords: keywords === '' ? [] : keywords.split(', '),
    })),
  };
}

/** Leading digits and length of ids on each platform. */
const ID_SHAPES: Readonly<Record<string, readonly [string, number]>> = {
  Google: ['2', 11],
  Meta: ['1202', 18],
  TikTok: ['18', 16],
  LinkedIn: ['4', 9],
};

/** The slips, jokes and gaps that any real list of leads holds, at rates that rise as quality falls. */

import type { SourceTemplate } from './clients/template.ts';
import type { DemoLead } from './compose.ts';
import { BOT_AGENTS } from './names/devices.ts';
import { DISPOSABLE_DOMAINS, ROLES, TYPO_DOMAINS } from './names/mail.ts';
import { FAKE_NAMES, GARBAGE_NAMES } from './names/people.ts';
import { makeCompany, type Person } from './person.ts';
import type { Random } from './random.ts';

export const NOISE_KINDS = [
  'typo_domain',
  'role_address',
  'broken_email',
  'disposable_email',
  'invalid_phone',
  'swapped_name',
  'garbage_name',
  'fake_name',
  'missing_phone',
  'missing_name',
  'missing_address',
  'bot_agent',
  'no_consent',
  'late_delivery',
] as const;
export type NoiseKind = (typeof NOISE_KINDS)[number];

const TYPOS = Map.groupBy(TYPO_DOMAINS, ([right]) => right);

/** What decides how a lead may be spoilt. */
export interface NoiseFacts {
  person: Person;
  source: SourceTemplate;
  /** 0 to 1. */
  quality: number;
  /** Milliseconds since 1970; `now` is the latest instant the world knows. */
  createdAt: number;
  now: number;
}

/** Spoils a lead in place and names what was done. Reads a fixed count of random numbers. */
export function addNoise(lead: DemoLead, facts: NoiseFacts, random: Random): NoiseKind[] {
  const { person, quality } = facts;
  const emailLot = random.unit();
  const nameLot = random.unit();
  const phoneLot = random.unit();
  const otherLot = random.unit();
  const thinLot = random.unit();
  const consentLot = random.unit();
  const lateLot = random.unit();
  const choice = random.uint32();
  // About 1 at quality 0.58; 1.9 at 0.4, 0.3 at 0.8.
  const badness = 4.5 * (1 - quality) ** 1.7;
  thinOut(lead, person, thinLot, badness);
  const done: (NoiseKind | undefined)[] = [
    spoilEmail(lead, person, emailLot, badness, choice),
    spoilName(lead, person, nameLot, badness, choice),
    spoilPhone(lead, person, phoneLot, badness, choice),
    spoilRest(lead, otherLot, badness, choice),
    consentLot < 0.008 * badness ? dropConsent(lead) : undefined,
    lateLot < 0.012 * badness ? deliverLate(lead, facts) : undefined,
  ];
  return done.filter((kind) => kind !== undefined);
}

function dropConsent(lead: DemoLead): NoiseKind {
  lead.consent = undefined;
  return 'no_consent';
}

/** Hands a seller's lead over after twice the age agreed on, where that lies in the past. */
function deliverLate(lead: DemoLead, { source, createdAt, now }: NoiseFacts): NoiseKind | undefined {
  const deliveredAt = createdAt + 2_000 * (source.max_age_seconds ?? 0);
  if (source.max_age_seconds === undefined || deliveredAt > now) return undefined;
  lead.delivered_at = new Date(deliveredAt).toISOString();
  return 'late_delivery';
}

/** Leaves out what nobody asked for by force: not wrong, only less to go by. */
function thinOut(lead: DemoLead, person: Person, lot: number, badness: number): void {
  if (lot < 0.3 * badness && lead.address) lead.address.street = undefined;
  if (lot < 0.15 * badness) lead.message = undefined;
  if (lot < 0.06 * badness) {
    lead.name = person.given;
    lead.family_name = undefined;
  }
}

function spoilEmail(
  lead: DemoLead,
  person: Person,
  lot: number,
  badness: number,
  choice: number,
): NoiseKind | undefined {
  const at = person.email.indexOf('@');
  const local = person.email.slice(0, at);
  const typos = TYPOS.get(person.email.slice(at + 1));
  const rates = steps(0.03, (typos ? 0.02 : 0) * badness, 0.01 * badness, 0.005 * badness);
  if (lot < rates[0]!) {
    const company = makeCompany(person.country, fixedChoice(choice));
    lead.email = `${ROLES[choice % ROLES.length]}@${company.domain}`;
    lead.company = company.name;
    return 'role_address';
  }
  if (lot < rates[1]! && typos) {
    lead.email = `${local}@${typos[choice % typos.length]![1]}`;
    return 'typo_domain';
  }
  if (lot < rates[2]!) {
    lead.email = [
      `${local}@`,
      `${local}.gmail.com`,
      `${local}@@gmail.com`,
      `${local}..x@gmail.com`,
      `${local} @gmail,com`,
    ][choice % 5]!;
    return 'broken_email';
  }
  if (lot < rates[3]!) {
    lead.email = `${local}@${DISPOSABLE_DOMAINS[choice % DISPOSABLE_DOMAINS.length]}`;
    return 'disposable_email';
  }
  return undefined;
}

function spoilName(
  lead: DemoLead,
  person: Person,
  lot: number,
  badness: number,
  choice: number,
): NoiseKind | undefined {
  const rates = steps(0.007, 0.007 * badness, 0.006 * badness, 0.012 * badness);
  if (lot < rates[0]!) {
    setName(lead, person.family, person.given);
    return 'swapped_name';
  }
  const words = lot < rates[1]! ? GARBAGE_NAMES : lot < rates[2]! ? FAKE_NAMES : undefined;
  if (words) {
    const [given = '', family = ''] = words[choice % words.length]!.split(' ');
    setName(lead, given, family);
    return words === GARBAGE_NAMES ? 'garbage_name' : 'fake_name';
  }
  if (lot >= rates[3]!) return undefined;
  lead.name = undefined;
  lead.given_name = undefined;
  lead.family_name = undefined;
  return 'missing_name';
}

function setName(lead: DemoLead, given: string, family: string): void {
  lead.name = `${given} ${family}`.trim();
  if (lead.given_name === undefined) return;
  lead.given_name = given;
  lead.family_name = family || undefined;
}

/** What people write who do not want to be called. */
const UNWILLING = ['keine Angabe', 'nur per Mail', 'habe keins'] as const;

function spoilPhone(
  lead: DemoLead,
  person: Person,
  lot: number,
  badness: number,
  choice: number,
): NoiseKind | undefined {
  const rates = steps(0.035 * badness, 0.04 * badness);
  if (lot < rates[0]!) {
    // A digit too few is still a number in plans without a fixed length.
    const anyLength = person.country === 'DE' || person.country === 'AT';
    lead.phone = anyLength ? UNWILLING[choice % UNWILLING.length] : lead.phone?.slice(0, -3);
    return 'invalid_phone';
  }
  if (lot >= rates[1]!) return undefined;
  lead.phone = undefined;
  return 'missing_phone';
}

function spoilRest(lead: DemoLead, lot: number, badness: number, choice: number): NoiseKind | undefined {
  const rates = steps(0.05 * badness, 0.0025);
  if (lot < rates[0]!) {
    lead.address = { country: lead.address?.country };
    return 'missing_address';
  }
  if (lot >= rates[1]! || lead.device === undefined) return undefined;
  lead.device.user_agent = BOT_AGENTS[choice % BOT_AGENTS.length];
  lead.device.platform_hint = undefined;
  lead.device.mobile_hint = undefined;
  return 'bot_agent';
}

/** Running sums, so that one uniform number falls into at most one of the rates. */
function steps(...rates: number[]): number[] {
  let sum = 0;
  return rates.map((rate) => {
    sum += rate;
    return sum;
  });
}

/** A source of choices that takes nothing from the shared stream. */
function fixedChoice(choice: number): Random {
  const below = (bound: number) => choice % bound;
  return {
    uint32: () => choice,
    unit: () => choice / 4294967296,
    below,
    chance: (probability) => choice / 4294967296 < probability,
    pick: (items) => items[below(items.length)]!,
    normal: () => 0,
  };
}

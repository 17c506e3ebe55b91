/** Puts the planned faults into drafts and reports which ones. */
import type { ClientKey } from './clients/template.ts';
import type { Draft, Planter } from './drafts.ts';
import { FAULT_PLANS, type FaultPlan } from './fault-plans.ts';
import { BOT_AGENTS, HOSTING_RANGES } from './names/devices.ts';
import { DISPOSABLE_DOMAINS } from './names/mail.ts';
import { e164, nationalNumber, writtenNumber } from './names/phones.ts';
import type { NoiseKind } from './noise.ts';
import { mailSlug, type Person } from './person.ts';
import { type Random, seededRandom } from './random.ts';
import { varyEmail } from './repeats.ts';
import { hex } from './tokens.ts';

/** Told of each lead that a fault changed; `earlierId` is the lead it repeats, where it does. */
export type FaultRecorder = (plan: FaultPlan, draft: Draft, earlierId: string | undefined) => void;

/** Sees every draft of the client, due or not; changes a due one as its luck says and then returns what it did. */
type Plant = (draft: Draft, due: boolean, luck: () => Random) => { earlierId?: string } | undefined;

const PLANTS: Readonly<Record<FaultPlan['id'], (seed: number) => Plant>> = {
  'fraud-tiktok': fraudulent,
  'double-sold-leadcrest': doubleSold,
  'click-id-lost-quote-v7': () => clickIdLost,
  'bad-phones-leadkontor': () => badPhone,
  'phone-pool-leadkontor': phonePool,
};

/** The planters for one client. They keep state, so a new set is needed for every run. */
export function plantersFor(client: ClientKey, seed: number, record: FaultRecorder): Planter[] {
  return FAULT_PLANS.filter((plan) => plan.client === client).map((plan) => {
    const plant = PLANTS[plan.id](seed);
    return (draft) => {
      const inRange = draft.daysAgo <= plan.fromDaysAgo && draft.daysAgo >= plan.toDaysAgo;
      const due = inRange && draft.source.name === plan.source && draft.planted === undefined;
      const done = plant(draft, due, () => seededRandom(`${seed}/${plan.id}/${draft.lead.external_id}`));
      if (done) record(plan, draft, done.earlierId);
    };
  });
}

/** Nine devices in hosting networks that send forms within seconds, under addresses that live for minutes. */
function fraudulent(seed: number): Plant {
  const farm = seededRandom(`${seed}/farm`);
  const devices = Array.from({ length: 9 }, () => hex(farm, 16));
  return (draft, due, luck) => {
    if (!due) return undefined;
    const random = luck();
    if (!random.chance(0.82)) return undefined;
    const { lead, person } = draft;
    draft.planted = 'identity';
    draft.quality = 0.02;
    draft.noise = draft.noise.filter((kind) => KEPT_NOISE.has(kind));
    // Their numbers are those of strangers far up in the ranges that nobody else in the demo has.
    restoreContact(
      draft,
      person,
      nationalNumber(person.country, person.place.area, 5_000_000 + random.below(900_000), random.uint32()),
      random,
    );
    const local = `${mailSlug(person.given).slice(0, 1)}${mailSlug(person.family)}${10_000 + random.below(90_000)}`;
    lead.email = `${local}@${random.pick(DISPOSABLE_DOMAINS)}`;
    lead.message = undefined;
    lead.device = {
      ...lead.device,
      ip: `${random.pick(HOSTING_RANGES)}.${random.below(256)}.${1 + random.below(254)}`,
      device_id: random.pick(devices),
    };
    if (random.chance(0.7)) {
      lead.device.user_agent = random.pick(BOT_AGENTS);
      lead.device.platform_hint = undefined;
      lead.device.mobile_hint = undefined;
    }
    lead.form = {
      ...lead.form,
      seconds_on_form: (12 + random.below(20)) / 10,
      key_events: random.chance(0.3) ? 0 : 1 + random.below(30),
      paste_events: 0,
      autofill_events: 0,
      honeypot: random.chance(0.4) ? 'https://cheap-visits.example' : '',
    };
    return {};
  };
}

const RESALE_LONGEST_MS = 29.5 * 86_400_000;
const RESALE_SHORTEST_MS = 3_600_000;

/** Remembers what the first partner delivered and sells some of those people again, mostly within hours. */
function doubleSold(): Plant {
  let stock: Draft[] = [];
  return (draft, due, luck) => {
    if (draft.source.role === 'partner_a' && draft.noise.length === 0) stock.push(draft);
    if (!due) return undefined;
    const random = luck();
    stock = stock.filter((first) => draft.createdAt - first.createdAt <= RESALE_LONGEST_MS);
    const ripe = stock.filter((first) => draft.createdAt - first.createdAt >= RESALE_SHORTEST_MS);
    if (ripe.length === 0 || !random.chance(0.45)) return undefined;
    const first = random.chance(0.75) ? ripe.at(-1)! : random.pick(ripe);
    stock.splice(stock.indexOf(first), 1);
    resell(draft, first, random);
    return { earlierId: first.lead.external_id };
  };
}

function resell(draft: Draft, first: Draft, random: Random): void {
  const { lead } = draft;
  draft.planted = 'identity';
  draft.noise = draft.noise.filter((kind) => KEPT_NOISE.has(kind));
  restoreContact(draft, first.person, first.person.national, random);
  lead.email = varyEmail(first.person.email, random);
  lead.company = first.lead.company;
  lead.address = { ...first.lead.address };
  // The second seller made nothing of its own but the time, so what it saw of a visitor is left out.
  lead.device = undefined;
  lead.form = undefined;
}

/** The form forgets gclid and sends the UTM values that an old link left in its memory. */
function clickIdLost(draft: Draft, due: boolean): { earlierId?: string } | undefined {
  const details = draft.lead.source_details;
  if (!due || draft.campaign?.formId !== 'quote-v7' || details === undefined) return undefined;
  draft.planted = 'trace';
  details.gclid = undefined;
  details.utm_source = 'facebook';
  details.utm_medium = 'paid_social';
  details.utm_campaign = 'savings-2024';
  return {};
}

/** Subscriber numbers that people make up. */
const MADE_UP = ['1711234567', '15111111111', '1700000000', '1722222222', '1631234567', '1777777777', '1734567890'];

function badPhone(draft: Draft, due: boolean, luck: () => Random): { earlierId?: string } | undefined {
  // Only the German numbering plan is faked here.
  if (!due || draft.person.country !== 'DE') return undefined;
  const random = luck();
  if (!random.chance(0.5)) return undefined;
  // No number of the German plan begins with 0185 or 0104.
  const unassigned = `${random.pick(['185', '104'])}${1_000_000 + random.below(9_000_000)}`;
  setPhone(draft, `+49${random.chance(0.5) ? random.pick(MADE_UP) : unassigned}`);
  return {};
}

/** Nine real-looking numbers that go round; the first lead on each is clean, so every later one has an earlier lead. */
function phonePool(seed: number): Plant {
  const pool = seededRandom(`${seed}/pool`);
  const numbers = Array.from({ length: 9 }, () => `+49176${20_000_000 + pool.below(70_000_000)}`);
  const firstOn = new Map<string, string>();
  return (draft, due, luck) => {
    if (!due || draft.person.country !== 'DE') return undefined;
    const random = luck();
    if (!random.chance(0.5)) return undefined;
    const number = random.pick(numbers);
    setPhone(draft, number);
    const earlierId = firstOn.get(number);
    if (earlierId !== undefined) return { earlierId };
    firstOn.set(number, draft.lead.external_id);
    return undefined;
  };
}

function setPhone(draft: Draft, number: string): void {
  draft.planted = 'contact';
  draft.lead.phone = number;
  draft.noise = draft.noise.filter((kind) => kind !== 'invalid_phone' && kind !== 'missing_phone');
}

/** Noise that stays when a fault writes the contact anew. */
const KEPT_NOISE: ReadonlySet<NoiseKind> = new Set(['no_consent', 'late_delivery']);

/** Writes a name and a national number over whatever noise left there. */
function restoreContact({ lead, client }: Draft, person: Person, national: string, random: Random): void {
  lead.name = `${person.given} ${person.family}`;
  lead.given_name = client.settings.company_email_wanted ? undefined : person.given;
  lead.family_name = client.settings.company_email_wanted ? undefined : person.family;
  lead.phone = random.chance(0.5)
    ? e164(person.country, national)
    : writtenNumber(person.country, national, random.below(4));
}

/**
 * Leads of synthetic people for the linkage: given and family names as skewed as those of a country, mailboxes made of
 * names, households that share a number or an address, and copies as people make them when they come a second time.
 */
import type { LeadCreate } from '#contract/lead.ts';
import { formsOf } from '#domain/lead-checks/lists/nicknames.ts';
import { foldAccents } from '#domain/lead-checks/prepare/company.ts';
import { prepareEmail } from '#domain/lead-checks/prepare/email.ts';
import { COMPANY_WORDS, TRADES } from '../demo/names/companies.ts';
import { PEOPLE } from '../demo/names/people.ts';
import { STREETS } from '../demo/names/places.ts';
import { type Random, seededRandom } from '../demo/random.ts';

/** The million of the benchmark: three quarters are people, one quarter are copies of them. */
export const MILLION = { seed: 1, people: 750_000, copies: 250_000 };

export interface SyntheticLead {
  /** The number of the person. */
  person: number;
  lead: Omit<LeadCreate, 'client_id' | 'source'>;
}

interface Person {
  given: string;
  family: string;
  email: string | undefined;
  phone: string | undefined;
  company: string | undefined;
  address: { street: string | undefined; postal_code: string; city: string } | undefined;
  birth: string | undefined;
}

const GIVEN = unique(Object.values(PEOPLE).flatMap(({ given }) => given));
const FAMILY_KNOWN = unique(Object.values(PEOPLE).flatMap(({ family }) => family));
/** A country has tens of thousands of family names, most of them rare. */
const FAMILIES = 40_000;
const PROVIDERS = [
  'gmail.com',
  'gmail.com',
  'gmail.com',
  'outlook.com',
  'yahoo.com',
  'hotmail.com',
  'web.de',
  'gmx.de',
  'icloud.com',
  't-online.de',
];
const POSTCODES = 8_000;
const COMPANIES = 60_000;

/** `people` leads of as many people, then `copies` leads of some of them again. The same for the same seed. */
export function* syntheticLeads(seed: number, people: number, copies: number): Generator<SyntheticLead> {
  const random = seededRandom(seed);
  const taken = new Set<string>();
  const world = { random, taken, families: familyNames(random) };
  const all: Person[] = [];
  for (let person = 0; person < people; person++) {
    // Every twelfth lives with somebody who is there already.
    const home = person > 100 && random.chance(0.08) ? all[random.below(person)] : undefined;
    const one = newPerson(world, home);
    all.push(one);
    yield { person, lead: leadOf(one) };
  }
  for (let copy = 0; copy < copies; copy++) {
    const person = random.below(people);
    yield { person, lead: leadOf(again(world, all[person]!)) };
  }
}

interface World {
  random: Random;
  taken: Set<string>;
  families: readonly string[];
}

function familyNames(random: Random): string[] {
  const begins =
    'Al Bar Ber Bran Cal Dal Dor Eld Fal Fen Gar Gor Hal Har Hol Kas Kel Kor Lan Lin Lor Mal Mar Mor Nor Oster Pal Pet Ral Ros Sal Sten Tal Tor Ul Val Wal Wen Wil Zim'.split(
      ' ',
    );
  const middles = 'a e i o u an en er in or ing els ens ach ock'.split(' ');
  const ends =
    'mann berg ford ley son ton stein wood dale feld holm hausen ini ez ski vic sen land by worth er ner bach'.split(
      ' ',
    );
  const names = new Set(FAMILY_KNOWN);
  while (names.size < FAMILIES)
    names.add(
      `${random.pick(begins)}${random.pick(middles)}${random.pick(['', '', 'l', 'r', 'n', 'st', 'd'])}${random.pick(ends)}`,
    );
  return [...names];
}

/** A position with Zipf-Mandelbrot skew: the first `flat` are about as frequent as one another. */
function skewed(random: Random, count: number, flat: number): number {
  return Math.floor(flat * ((count + flat) / flat) ** random.unit() - flat);
}

function newPerson(world: World, home: Person | undefined): Person {
  const { random, families } = world;
  const given = GIVEN[skewed(random, GIVEN.length, 15)]!;
  const family = home && random.chance(0.85) ? home.family : families[skewed(random, families.length, 20)]!;
  const company = random.chance(0.3) ? companyOf(skewed(random, COMPANIES, 300)) : undefined;
  const email =
    home?.email && random.chance(0.04)
      ? home.email
      : random.chance(0.88)
        ? newAddress(world, given, family, company)
        : undefined;
  const phone =
    home?.phone && random.chance(0.4)
      ? home.phone
      : email === undefined || random.chance(0.82)
        ? newNumber(random)
        : undefined;
  return {
    given,
    family,
    email,
    phone,
    company,
    address: home?.address && random.chance(0.9) ? home.address : random.chance(0.6) ? newHome(random) : undefined,
    birth: random.chance(0.1) ? newBirth(random) : undefined,
  };
}

function newAddress(
  { random, taken }: World,
  givenName: string,
  familyName: string,
  company: string | undefined,
): string {
  const [given, family] = [ascii(givenName), ascii(familyName)];
  const domain = company && random.chance(0.5) ? `${ascii(company)}.com` : random.pick(PROVIDERS);
  const shapes = [
    `${given}.${family}`,
    `${given}.${family}`,
    `${given}${family}`,
    `${given[0]}.${family}`,
    `${given[0]}${family}`,
    `${family}.${given}`,
    `${given}_${family}`,
    `${family}`,
    `${given}`,
  ];
  const shape = random.pick(shapes);
  for (;;) {
    const digits = random.chance(0.3) ? '' : String(random.chance(0.5) ? 50 + random.below(55) : random.below(10_000));
    const address = `${shape}${digits}@${domain}`;
    // A mailbox has one owner, and some providers deliver addresses with and without dots to the same one.
    const mailbox = prepareEmail(address).canonical ?? address;
    if (taken.has(mailbox)) continue;
    taken.add(mailbox);
    return address;
  }
}

const ascii = (text: string) => foldAccents(text.toLowerCase()).replace(/[^a-z0-9]/g, '');
const newNumber = (random: Random) =>
  `+49${random.pick(['151', '152', '157', '160', '170', '171', '172', '175', '176', '179'])}${String(random.below(1e8)).padStart(8, '0')}`;
const newBirth = (random: Random) =>
  new Date(Date.UTC(1940, 0, 1) + random.below(25_000) * 86_400_000).toISOString().slice(0, 10);

function newHome(random: Random): NonNullable<Person['address']> {
  const postcode = skewed(random, POSTCODES, 400);
  const street = `${random.pick(STREETS.DE)} ${1 + random.below(120)}`;
  return {
    street: random.chance(0.6) ? street : undefined,
    postal_code: String(10_000 + postcode * 11),
    city: `${FAMILY_KNOWN[Math.floor(postcode / 20) % FAMILY_KNOWN.length]}stadt`,
  };
}

function companyOf(number: number): string {
  const [words, trades] = [COMPANY_WORDS.en, TRADES.en];
  const rest = Math.floor(number / words.length);
  return `${words[number % words.length]} ${trades[rest % trades.length]} ${FAMILY_KNOWN[Math.floor(rest / trades.length) % FAMILY_KNOWN.length]}`;
}

/** The person when they come again: the name in another form, slips of the pen, a new address or number, things left out. */
function again(world: World, person: Person): Person {
  const { random } = world;
  const copy = { ...person };
  const name = random.unit();
  if (name < 0.12) copy.given = otherForm(random, copy.given);
  else if (name < 0.2) copy.given = slip(random, copy.given);
  else if (name < 0.3) copy.family = slip(random, copy.family);
  else if (name < 0.35) [copy.given, copy.family] = [copy.family, copy.given];
  else if (name < 0.4) copy.given = `${copy.given[0]}.`;
  else if (name < 0.43) copy.family = world.families[skewed(random, FAMILIES, 20)]!;
  const email = random.unit();
  if (email < 0.08 && copy.email) copy.email = slip(random, copy.email);
  else if (email < 0.24)
    copy.email = newAddress(world, person.given, person.family, random.chance(0.3) ? person.company : undefined);
  else if (email < 0.38) copy.email = undefined;
  const phone = random.unit();
  if (phone < 0.05 && copy.phone) copy.phone = slipOfDigits(random, copy.phone);
  else if (phone < 0.2) copy.phone = newNumber(random);
  else if (phone < 0.38) copy.phone = undefined;
  if (random.chance(0.2)) copy.address = undefined;
  else if (random.chance(0.12)) copy.address = newHome(random);
  if (random.chance(0.25)) copy.company = undefined;
  if (random.chance(0.3)) copy.birth = undefined;
  // A lead has an address or a number.
  if (copy.email === undefined && copy.phone === undefined) {
    if (person.email) copy.email = person.email;
    else copy.phone = person.phone;
  }
  return copy;
}

function otherForm(random: Random, given: string): string {
  const forms = [...formsOf(ascii(given))].filter((form) => form !== ascii(given));
  return forms.length === 0 ? given : random.pick(forms);
}

/** One letter left out, doubled, replaced, or swapped with its neighbour; of an address before or behind the @. */
function slip(random: Random, text: string): string {
  const at = 1 + random.below(Math.max(1, text.length - 2));
  if (text[at] === '@' || text[at + 1] === '@') return text;
  const [before, behind] = [text.slice(0, at), text.slice(at + 1)];
  const kind = random.below(4);
  if (kind === 0) return before + behind;
  if (kind === 1) return before + text[at] + text[at] + behind;
  if (kind === 2) return `${before}${'abcdefghijklmnopqrstuvwxyz'[random.below(26)]}${behind}`;
  return behind === '' ? text : before + behind[0] + text[at] + behind.slice(1);
}

function slipOfDigits(random: Random, phone: string): string {
  const at = 6 + random.below(phone.length - 6);
  return `${phone.slice(0, at)}${random.below(10)}${phone.slice(at + 1)}`;
}

function leadOf({ given, family, email, phone, company, address, birth }: Person): SyntheticLead['lead'] {
  return {
    given_name: given,
    family_name: family,
    email,
    phone,
    company,
    address: address && { ...address, country: 'DE' },
    ...(birth === undefined ? {} : { custom: { birth_date: birth } }),
  };
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

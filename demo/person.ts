/** People: name, address, mailbox, telephone, company and device that fit together. */
import type { ClientTemplate } from './clients/template.ts';
import { COMPANY_STYLE, COMPANY_WORDS, TRADES } from './names/companies.ts';
import { BROWSERS, type BrowserKind, HOME_RANGES } from './names/devices.ts';
import { PROVIDERS } from './names/mail.ts';
import { PEOPLE } from './names/people.ts';
import { nationalNumber } from './names/phones.ts';
import { COUNTRIES, type Country, PLACES, type Place, STREETS } from './names/places.ts';
import { hash32, type Random, weightedPick } from './random.ts';
import { hex } from './tokens.ts';

export interface Person {
  country: Country;
  place: Place;
  street: string;
  given: string;
  family: string;
  email: string;
  company: string | undefined;
  /** National significant number. */
  national: string;
  browser: BrowserKind;
  ip: string;
  deviceId: string;
}

const GERMAN_LETTERS: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };

const byCountry = <T>(make: (country: Country) => T) =>
  Object.fromEntries(COUNTRIES.map((c) => [c, make(c)])) as Record<Country, T>;
const placeOf = byCountry((country) => weightedPick(PLACES[country].map((place) => [place, place.weight] as const)));
const providerOf = byCountry((country) => weightedPick(PROVIDERS[country]));
const browserOf = weightedPick(BROWSERS);

const NAMES = byCountry((country) => ({
  given: PEOPLE[country].given.map((name) => ({ name, slug: mailSlug(name) })),
  family: PEOPLE[country].family.map((name) => ({ name, slug: mailSlug(name) })),
}));

/** Lower-case letters and digits only, as people write their name in an address. */
export function mailSlug(text: string): string {
  const lower = text.toLowerCase().replace(/[äöüß]/g, (letter) => GERMAN_LETTERS[letter]!);
  return lower.normalize('NFD').replace(/[^a-z0-9]/g, '');
}

/**
 * Makes people for a client. Two people never share a mailbox, whatever dots the provider ignores,
 * and hardly ever a number, so that every duplicate in the data is one that was put there.
 */
export function personMaker(client: ClientTemplate): (random: Random) => Person {
  const countryOf = weightedPick(client.countries);
  const taken = new Map<string, number>();
  // Clients start at different numbers, or their people would share the last digits.
  let serial = hash32(client.key) % 100_000;

  function mailbox(base: string, domain: string): string {
    const key = `${base}@${domain === 'googlemail.com' ? 'gmail.com' : domain}`;
    const before = taken.get(key) ?? 0;
    taken.set(key, before + 1);
    // Every third name starts with a number, as if the bare one were long gone.
    const luck = hash32(key);
    return mailboxNumber(before + (luck % 3 === 0 ? 1 : 0), luck % 100);
  }

  return (random) => {
    const country = countryOf(random);
    const place = placeOf[country](random);
    const given = random.pick(NAMES[country].given);
    const family = random.pick(NAMES[country].family);
    const company = random.chance(client.companyShare) ? makeCompany(country, random) : undefined;
    const atWork = company !== undefined && random.chance(client.companyMailShare);
    const domain = atWork ? company.domain : providerOf[country](random);
    const style = random.below(100);
    const parts = mailParts(given.slug, family.slug, style);
    const email = `${parts[0]}${atWork || style < 62 ? '.' : ''}${parts[1]}${mailbox(parts[0] + parts[1], domain)}@${domain}`;
    serial += 1;
    return {
      country,
      place,
      street: streetAddress(country, random),
      given: given.name,
      family: family.name,
      email,
      company: company?.name,
      national: nationalNumber(country, place.area, serial, random.uint32()),
      browser: browserOf(random),
      ip: `${random.pick(HOME_RANGES[country])}.${random.below(256)}.${1 + random.below(254)}`,
      deviceId: hex(random, 16),
    };
  };
}

function mailParts(given: string, family: string, style: number): readonly [string, string] {
  if (style < 55) return [given, family];
  if (style < 62 || style >= 92) return [family, given];
  return style < 76 ? [given, family] : [given.slice(0, 1), family];
}

/** The `nth` (from 0) of the numbers people hang on a name that is taken; all differ. */
function mailboxNumber(nth: number, shift: number): string {
  if (nth === 0) return '';
  if (nth <= 100) return String((nth * 37 + shift) % 100).padStart(2, '0');
  return nth <= 9_000 ? String(1_000 + ((nth * 7_919) % 9_000)) : String(nth + 10_000);
}

/** An invented company and the domain its people write from. */
export function makeCompany(country: Country, random: Random): { name: string; domain: string } {
  const { language, forms, suffix } = COMPANY_STYLE[country];
  const word = random.pick(COMPANY_WORDS[language]);
  const trade = random.pick(TRADES[language]);
  const form = random.pick(forms);
  const tradeLast = language === 'en' || language === 'de';
  const name = tradeLast ? `${word} ${trade}` : `${trade} ${word}`;
  const joint = language === 'de' ? '-' : '';
  const first = mailSlug(tradeLast ? word : trade);
  return {
    name: form ? `${name} ${form}` : name,
    domain: `${first}${joint}${mailSlug(tradeLast ? trade : word)}.${suffix}`,
  };
}

function streetAddress(country: Country, random: Random): string {
  const street = random.pick(STREETS[country]);
  const house = 1 + random.below(country === 'US' ? 4_800 : 140);
  return country === 'US' || country === 'GB' || country === 'FR' ? `${house} ${street}` : `${street} ${house}`;
}

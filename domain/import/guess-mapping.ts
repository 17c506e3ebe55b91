/** Guesses which lead field each column of a file holds, from its header and its values. */
import { type ColumnGuess, type ColumnTarget, LEAD_TARGETS, type LeadTarget } from '#contract/import.ts';
import { TARGET_BY_HEADER } from './header-words.ts';
import { type ColumnProfile, profileColumn, type ValueKind } from './value-kind.ts';
import { plainWords } from './words.ts';

type Candidate = { column: number; target: LeadTarget; confidence: number; why: string };

/** Below this a column stays a custom field. */
const ENOUGH = 0.5;
/** Kinds of value that speak for a field; a named column whose values are none of them is probably something else. */
const KINDS_OF: Partial<Record<LeadTarget, ValueKind[]>> = {
  email: ['email'],
  phone: ['phone'],
  name: ['letters'],
  given_name: ['letters'],
  family_name: ['letters'],
  company: ['letters'],
  'source_details.referrer': ['url'],
  'source_details.landing_page': ['url'],
  'address.country': ['country'],
  'address.city': ['letters'],
  'device.ip': ['ip'],
  'device.user_agent': ['user_agent'],
  'device.mobile_hint': ['yes_no'],
  'device.time_zone': ['time_zone'],
  'device.time_zone_offset_minutes': ['amount'],
  'form.seconds_on_form': ['amount'],
  'form.field_count': ['whole'],
  'form.key_events': ['whole'],
  'form.paste_events': ['whole'],
  'form.autofill_events': ['whole'],
  'consent.given_at': ['date', 'epoch'],
  'consent.withdrawn_at': ['date', 'epoch'],
  conversion_status: ['status', 'yes_no'],
  conversion_date: ['date', 'epoch'],
  revenue: ['amount'],
  currency: ['currency'],
  clicked_at: ['date', 'epoch'],
  created_at: ['date', 'epoch'],
  delivered_at: ['date', 'epoch'],
};
/** What values alone can tell, most telling first, with the confidence they carry. */
const BY_VALUE: [ValueKind, LeadTarget, number][] = [
  ['user_agent', 'device.user_agent', 0.9],
  ['email', 'email', 0.9],
  ['gclid', 'source_details.gclid', 0.9],
  ['fbclid', 'source_details.fbclid', 0.9],
  ['ttclid', 'source_details.ttclid', 0.9],
  ['ip', 'device.ip', 0.85],
  ['time_zone', 'device.time_zone', 0.85],
  ['plus_phone', 'phone', 0.85],
  ['date', 'created_at', 0.6],
  ['grouped_phone', 'phone', 0.6],
  ['phone', 'phone', 0.55],
  ['currency', 'currency', 0.6],
  ['status', 'conversion_status', 0.6],
  ['country', 'address.country', 0.6],
  ['uuid', 'external_id', 0.6],
  ['url', 'source_details.landing_page', 0.55],
  ['full_name', 'name', 0.55],
];
/** Fields that several columns may fill together. */
const SHARED = new Set<ColumnTarget>(['message', 'address.street']);
/** Without one of these in its header, or no header at all, a column of dates could be any date. */
const DATE_WORD =
  /\b(?:date|datetime|time|day|datum|zeit|tag|fecha|hora|data|ora|dia|heure|jour|tijd|dato|when|wann|quand|timestamp)\b|[^\u0020-\u024f]/u;
const DATE_TARGETS = new Set<LeadTarget>(LEAD_TARGETS.filter((target) => KINDS_OF[target]?.includes('date')));
const PHRASE_WORDS_MAX = 6;
/** Words too general to name a field from inside a longer header. */
const GENERAL = new Set(
  (
    'date datum data fecha time name naam namn navn nome nombre nom number status total price value page link form fields ' +
    'channel channels language first last second reference provider result phase state contact person account title url'
  ).split(' '),
);
/** Words that make a header about something else than the field it contains: `Company size`, `E-mail verified`. */
const OTHER_THING = new Set(
  (
    'size type typ tipo owner rating count birth birthday industry consent opt optin verified valid validated validation score ' +
    'hash hashed md5 sha256 domain grosse taille tamano dimensione bounced confirmed preference dob ' +
    'birthdate born geburtsdatum geburtstag naissance nacimiento nascita nascimento geboortedatum urodzenia updated modified ' +
    'synced geandert'
  ).split(' '),
);

/**
 * One guess per column, in order. `samples` holds the values of each column. A field is given to one column only, to the
 * one it fits best; what fits nothing well enough is kept as `custom`, an empty unnamed column is ignored.
 */
export function guessMapping(headers: readonly string[], samples: readonly (readonly string[])[]): ColumnGuess[] {
  const profiles = headers.map((_, column) => profileColumn(samples[column] ?? []));
  const candidates = headers
    .flatMap((header, column) => candidatesFor(header, column, profiles[column]!))
    .sort((a, b) => b.confidence - a.confidence || a.column - b.column);
  const guesses = new Map<number, ColumnGuess>();
  const taken = new Map<ColumnTarget, number>();
  for (const { column, target, confidence, why } of candidates) {
    if (guesses.has(column) || confidence < ENOUGH) continue;
    if (taken.has(target) && !SHARED.has(target)) continue;
    guesses.set(column, { target, confidence, why });
    taken.set(target, column);
  }
  return headers.map((header, column) => {
    const other = candidates.find((candidate) => candidate.column === column);
    return guesses.get(column) ?? leftOver(header, profiles[column]!, other, taken, headers);
  });
}

function candidatesFor(header: string, column: number, profile: ColumnProfile): Candidate[] {
  const found: Candidate[] = [];
  const named = headerTarget(header);
  const otherThing = plainWords(header)
    .split(' ')
    .some((word) => OTHER_THING.has(word));
  if (named) found.push({ column, ...named, ...weighed(header, named, profile) });
  for (const [kind, target, confidence] of BY_VALUE) {
    const share = profile.shares[kind];
    if (otherThing && confidence <= 0.6) continue;
    // Digits alone can be any number, and dates any date, unless the column has no name that says otherwise.
    if (kind === 'phone' && header.trim() !== '') continue;
    if (kind === 'date' && header.trim() !== '' && !DATE_WORD.test(plainWords(header))) continue;
    if (profile.filled === 0 || share < 0.8 || named?.target === target) continue;
    if ((kind === 'status' || kind === 'country' || kind === 'currency') && profile.distinct < 2) continue;
    if (named?.exact && !KINDS_OF[named.target]) continue;
    if (DATE_TARGETS.has(target) && named && DATE_TARGETS.has(named.target)) continue;
    const why = `${percent(share)} of the values look like ${KIND_NAMES[kind] ?? kind}.`;
    found.push({ column, target, confidence: rounded(confidence * share), why });
  }
  return found;
}

const KIND_NAMES: Partial<Record<ValueKind, string>> = {
  user_agent: 'user agents',
  email: 'e-mail addresses',
  gclid: 'Google click ids',
  fbclid: 'Meta click ids',
  ttclid: 'TikTok click ids',
  ip: 'IP addresses',
  time_zone: 'time zones',
  plus_phone: 'phone numbers with a country code',
  phone: 'phone numbers',
  grouped_phone: 'phone numbers',
  date: 'dates',
  epoch: 'Unix times',
  currency: 'currency codes',
  status: 'sales stages',
  country: 'countries',
  uuid: 'unique ids',
  url: 'web addresses',
  full_name: 'names of people',
  letters: 'words',
  amount: 'numbers',
  whole: 'whole numbers',
  yes_no: 'yes or no',
};

type Named = { target: LeadTarget; exact: boolean; phrase: string };

/** The field a header names: the whole header, else the longest run of its words that is a known name. */
function headerTarget(header: string): Named | undefined {
  const plain = plainWords(header);
  const whole = TARGET_BY_HEADER.get(plain) ?? TARGET_BY_HEADER.get(plain.replaceAll(' ', ''));
  if (whole) return { target: whole, exact: true, phrase: plain };
  const words = plain.split(' ');
  if (words.some((word) => OTHER_THING.has(word))) return undefined;
  for (let length = Math.min(words.length - 1, PHRASE_WORDS_MAX); length >= 1; length--) {
    // From the right: in most of these languages the last word of a compound is what it is.
    for (let start = words.length - length; start >= 0; start--) {
      const phrase = words.slice(start, start + length).join(' ');
      const target = TARGET_BY_HEADER.get(phrase);
      // Short words of one language are common words of another.
      const telling = length > 1 || (phrase.length > 3 && !GENERAL.has(phrase)) || !/^[a-z]/.test(phrase);
      if (target && telling) return { target, exact: false, phrase };
    }
  }
  return undefined;
}

function weighed(header: string, named: Named, profile: ColumnProfile): { confidence: number; why: string } {
  const says = named.exact
    ? `The header "${header.trim()}" names it`
    : `The header "${header.trim()}" contains "${named.phrase}"`;
  const kinds = KINDS_OF[named.target];
  if (!kinds) return { confidence: named.exact ? 0.95 : 0.65, why: `${says}.` };
  if (profile.filled === 0) return { confidence: named.exact ? 0.85 : 0.55, why: `${says}; the column is empty.` };
  const share = Math.max(...kinds.map((kind) => profile.shares[kind]));
  const looks = `${percent(share)} of the values look like ${KIND_NAMES[kinds[0]!] ?? kinds[0]}`;
  if (share >= 0.6) return { confidence: named.exact ? 0.98 : 0.85, why: `${says} and ${looks}.` };
  // Bad data is still that field if its header says so plainly; that is what the audit is for.
  const confidence = named.exact ? 0.3 + 0.9 * share : 0.2 + 0.6 * share;
  const plainly = named.exact && (named.target === 'email' || named.target === 'phone') && profile.shares.yes_no < 0.5;
  return { confidence: rounded(plainly ? Math.max(confidence, 0.7) : confidence), why: `${says}, but only ${looks}.` };
}

function leftOver(
  header: string,
  profile: ColumnProfile,
  best: Candidate | undefined,
  taken: ReadonlyMap<ColumnTarget, number>,
  headers: readonly string[],
): ColumnGuess {
  if (header.trim() === '' && profile.filled === 0)
    return { target: 'ignore', confidence: 1, why: 'The column is empty.' };
  if (best === undefined)
    return { target: 'custom', confidence: 0.8, why: 'Neither header nor values name a lead field.' };
  if (best.confidence < ENOUGH) {
    return { target: 'custom', confidence: rounded(1 - best.confidence), why: `Perhaps ${best.target}: ${best.why}` };
  }
  const winner = headers[taken.get(best.target) ?? -1] ?? '';
  return { target: 'custom', confidence: 0.6, why: `Column "${winner}" fits ${best.target} better.` };
}

const percent = (share: number) => `${Math.round(share * 100)} %`;
const rounded = (value: number) => Math.round(value * 100) / 100;

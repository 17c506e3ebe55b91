/** What the values of a column look like, whatever its header says. */

import { countryCode } from './countries.ts';
import { readDate } from './dates.ts';
import { parseAmount } from './numbers.ts';
import { conversionStatus } from './status-words.ts';

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));
const YES_NO = /^(?:0|1|y|n|yes|no|true|false|ja|nein|oui|non|s[ií]|n[aã]o|sim|tak|nie|да|нет|\?[01])$/i;

/** Every kind a single value can be told to be; a value can be of several. */
const MATCHERS = {
  email: (text: string) => /^[^\s@,;]{1,64}@[^\s@,;]{1,255}$/.test(text),
  url: (text: string) => /^(?:https?:\/\/|www\.)\S+$/i.test(text),
  ip: (text: string) =>
    /^(?:\d{1,3}\.){3}\d{1,3}$/.test(text) || (/^[0-9a-f:]{3,39}$/i.test(text) && text.split(':').length > 3),
  user_agent: (text: string) => /^(?:Mozilla|Opera|Dalvik|curl|python|okhttp)\/[\d.]+/i.test(text),
  date: (text: string) => !/^\d{1,7}(?:\.\d+)?$/.test(text) && readDate(text, () => 'auto') !== 'bad',
  epoch: (text: string) => /^1[0-9]{9}(?:\d{3})?$/.test(text),
  amount: (text: string) => /\d/.test(text) && parseAmount(text, 'auto') !== undefined,
  whole: (text: string) => /^\d{1,9}$/.test(text),
  phone,
  grouped_phone: (text: string) => /\d[\s()\-/]+\d/.test(text) && phone(text) && readDate(text, () => 'auto') === 'bad',
  plus_phone: (text: string) => /^(?:p:)?'?(?:\+|00)/.test(text) && phone(text),
  // `no` and `na` are codes of countries, but hardly where they stand alone.
  country: (text: string) =>
    text.length > 1 && !YES_NO.test(text) && !/^na$/i.test(text) && countryCode(text) !== undefined,
  currency: (text: string) => CURRENCIES.has(text.toUpperCase()),
  status: (text: string) => !YES_NO.test(text) && conversionStatus(text) !== undefined,
  yes_no: (text: string) => YES_NO.test(text),
  uuid: (text: string) => /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(text),
  time_zone: (text: string) =>
    /^(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc)\/\w+/.test(text),
  language: (text: string) => /^[a-z]{2,3}(?:[-_][A-Za-z]{2,4})(?:,.*)?$/.test(text),
  gclid: (text: string) => /^(?:Cj|EAIaI)[\w-]{20,}$/.test(text),
  fbclid: (text: string) => /^(?:IwAR|IwY2x|IwZX|fb\.\d\.)[\w.-]{10,}$/.test(text),
  ttclid: (text: string) => /^E\.C\.P\.[\w-]{10,}$/.test(text),
  full_name: (text: string) => /^\p{Lu}[\p{L}'’.-]+(?: \p{L}[\p{L}'’.-]*){1,3}$/u.test(text),
  letters: (text: string) => /\p{L}/u.test(text),
} as const;

export type ValueKind = keyof typeof MATCHERS;
const KINDS = Object.keys(MATCHERS) as ValueKind[];

/** Share of the values, 0 to 1, that are of each kind; `filled` counts those that are not empty, `distinct` without repeats. */
export type ColumnProfile = { filled: number; distinct: number; shares: Record<ValueKind, number> };

const SAMPLE_MAX = 200;

function phone(text: string): boolean {
  const digits = text.replace(/\D/g, '').length;
  return digits >= 7 && digits <= 15 && /^(?:p:)?'?\+?[\d\s().\-/]+(?:\s?(?:x|ext\.?)\s?\d{1,6})?$/i.test(text);
}

/** Profiles the first 200 values of a column that are not empty. */
export function profileColumn(values: readonly string[]): ColumnProfile {
  const sample: string[] = [];
  for (const value of values) {
    const text = value.trim();
    if (text !== '' && sample.push(text) >= SAMPLE_MAX) break;
  }
  const shares = Object.fromEntries(KINDS.map((kind) => [kind, share(sample, MATCHERS[kind])])) as Record<
    ValueKind,
    number
  >;
  return { filled: sample.length, distinct: new Set(sample).size, shares };
}

function share(sample: readonly string[], matches: (text: string) => boolean): number {
  return sample.length === 0 ? 0 : sample.filter(matches).length / sample.length;
}

/** True for values that no header would have: addresses, dates, amounts, phone numbers, links. */
export function looksLikeData(text: string): boolean {
  const { email, url, ip, date, amount, phone: isPhone, uuid } = MATCHERS;
  return email(text) || url(text) || ip(text) || amount(text) || isPhone(text) || uuid(text) || date(text);
}

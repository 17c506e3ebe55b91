/** Reads amounts as people and spreadsheets write them. */
import type { DecimalMark } from '#contract/import.ts';

/** `currency` only where the text names exactly one: an ISO code, €, £, zł …; `$` and `kr` could be several. */
export type Amount = { value: number; currency?: string };

const SYMBOLS: Record<string, string> = {
  '€': 'EUR',
  '£': 'GBP',
  '₹': 'INR',
  '₩': 'KRW',
  '₺': 'TRY',
  '₽': 'RUB',
  '₴': 'UAH',
  '₪': 'ILS',
  '₫': 'VND',
  '₱': 'PHP',
  zł: 'PLN',
  kč: 'CZK',
  r$: 'BRL',
  us$: 'USD',
  a$: 'AUD',
  c$: 'CAD',
  ca$: 'CAD',
  chf: 'CHF',
  'fr.': 'CHF',
};
const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));
const PLAIN = /^-?\d{1,15}$/;
const SCIENTIFIC = /^[+-]?\d+(?:\.\d+)?e[+-]?\d{1,3}$/i;

/**
 * Reads one amount: thousands marks (`1.234,56`, `1,234.56`, `1 234,56`, `1'234.56`, `12,34,567`), minus before or
 * behind or as brackets, currency before or behind. With `auto` the later of two marks is the decimal one; a single
 * mark followed by exactly three digits is a thousands mark. Returns undefined where the text is no number.
 */
export function parseAmount(text: string, mark: DecimalMark): Amount | undefined {
  if (PLAIN.test(text)) return { value: Number(text) };
  if (text.length > 60) return undefined;
  if (SCIENTIFIC.test(text)) return finite(Number(text), undefined);
  let rest = text.replace(/[\s\u00a0\u202f'’_]/g, '').replace(/[−–]/g, '-');
  let negative = false;
  if (rest.startsWith('(') && rest.endsWith(')')) {
    negative = true;
    rest = rest.slice(1, -1);
  }
  const found =
    /^([+-]?)([^\d.,+-]*(?:\.(?=\D))?)([+-]?)((?:[.,]?\d)[\d.,]*?)([,.]-{1,2})?([+-]?)([^\d.,+-]*\.?)$/.exec(rest);
  if (!found) return undefined;
  const [, sign1 = '', before = '', sign2 = '', digits = '', , sign3 = '', after = ''] = found;
  if (sign1.length + sign2.length + sign3.length > 1 || (before !== '' && after !== '')) return undefined;
  if (sign1 === '-' || sign2 === '-' || sign3 === '-') negative = !negative;
  const currency = currencyOf(before || after);
  if (currency === null) return undefined;
  const value = plainNumber(digits, mark);
  return value === undefined ? undefined : finite(negative ? -value : value, currency);
}

function finite(value: number, currency: string | undefined): Amount | undefined {
  if (!Number.isFinite(value)) return undefined;
  return currency === undefined ? { value } : { value, currency };
}

/** ISO code, undefined for a sign that several currencies share, null for a word that is no currency. */
function currencyOf(word: string): string | undefined | null {
  if (word === '') return undefined;
  const known = SYMBOLS[word.toLowerCase()];
  if (known !== undefined) return known;
  const code = word.toUpperCase();
  if (CURRENCIES.has(code)) return code;
  return /^(?:\$|¥|kr\.?|円|元)$/i.test(word) ? undefined : null;
}

function plainNumber(digits: string, mark: DecimalMark): number | undefined {
  const decimal = decimalMark(digits, mark);
  const thousands = decimal === ',' ? '.' : ',';
  const at = decimal === '' ? -1 : digits.lastIndexOf(decimal);
  const whole = at === -1 ? digits : digits.slice(0, at);
  const fraction = at === -1 ? '' : digits.slice(at + 1);
  if (!/^\d*$/.test(fraction)) return undefined;
  const other = decimal === '' ? (digits.includes('.') ? '.' : ',') : thousands;
  const groups = whole.split(other);
  if (groups.slice(1).some((group, index) => !groupFits(group, index === groups.length - 2))) return undefined;
  const joined = groups.join('');
  if (!/^\d*$/.test(joined) || (joined === '' && fraction === '')) return undefined;
  return Number(`${joined || '0'}.${fraction || '0'}`);
}

/** Groups have three digits; in India all but the last have two. */
function groupFits(group: string, last: boolean): boolean {
  return group.length === 3 || (!last && group.length === 2);
}

/** The decimal mark of these digits, empty where there is none. */
function decimalMark(digits: string, mark: DecimalMark): '.' | ',' | '' {
  if (mark !== 'auto') return digits.includes(mark) ? mark : '';
  const dot = digits.lastIndexOf('.');
  const comma = digits.lastIndexOf(',');
  if (dot !== -1 && comma !== -1) return dot > comma ? '.' : ',';
  const at = Math.max(dot, comma);
  if (at === -1) return '';
  const found = digits[at] as '.' | ',';
  if (digits.indexOf(found) !== at) return '';
  return /^[1-9]\d{0,2}[.,]\d{3}$/.test(digits) ? '' : found;
}

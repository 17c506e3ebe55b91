/** Numbers in assigned ranges of each country's plan, so that libphonenumber calls every one of them valid. */
import type { Country } from './places.ts';

interface Plan {
  callingCode: string;
  trunk: string;
  /** Prefixes of mobile numbers (national, without trunk prefix) and how many digits follow. */
  mobile: readonly [prefix: string, digits: number][];
  /** Digits behind the area code of a landline, by length of that code. */
  landlineDigits: Record<number, number>;
}

const each = (digits: number, prefixes: string): [string, number][] =>
  prefixes.split(' ').map((prefix) => [prefix, digits]);

export const PLANS: Record<Country, Plan> = {
  US: { callingCode: '1', trunk: '', mobile: [], landlineDigits: { 3: 7 } },
  GB: {
    callingCode: '44',
    trunk: '0',
    mobile: each(
      6,
      '7401 7415 7480 7508 7525 7549 7590 7702 7713 7725 7739 7754 7768 7790 7803 7818 7834 7855 7877 7890 7905 7919 7930 7946 7967 7984',
    ),
    landlineDigits: { 2: 8, 3: 7, 4: 6 },
  },
  DE: {
    callingCode: '49',
    trunk: '0',
    mobile: [
      ...each(8, '151 1577 1590').map(([p, d]): [string, number] => [p, p.length === 4 ? 7 : d]),
      ...each(7, '160 162 163 170 171 172 173 174 175 177 178 179'),
    ],
    landlineDigits: { 2: 8, 3: 7, 4: 6 },
  },
  FR: {
    callingCode: '33',
    trunk: '0',
    mobile: each(7, '60 61 62 64 65 66 67 68 75 76 77 78'),
    landlineDigits: { 1: 8 },
  },
  ES: {
    callingCode: '34',
    trunk: '',
    mobile: each(6, '600 605 610 615 620 627 630 639 646 650 655 660 665 670 677 680 689 690 699'),
    landlineDigits: { 2: 7, 3: 6 },
  },
  NL: { callingCode: '31', trunk: '0', mobile: each(7, '61 62 63 64 65'), landlineDigits: { 2: 7 } },
  AT: { callingCode: '43', trunk: '0', mobile: each(7, '660 664 676 680 699'), landlineDigits: { 1: 7, 3: 6 } },
  CH: { callingCode: '41', trunk: '0', mobile: each(7, '76 77 78 79'), landlineDigits: { 2: 7 } },
};

/** US exchanges: 2XX to 9XX without service codes (N11) and 555, which is kept for fiction and directory services. */
const EXCHANGES = Array.from({ length: 800 }, (_, index) => 200 + index).filter(
  (code) => code % 100 !== 11 && code !== 555,
);

/**
 * The national significant number of the `serial`-th person. Two serials below `subscribers` never share a number.
 * `choice` (0 … 2^32 - 1) picks among the ranges.
 */
export function nationalNumber(country: Country, area: string, serial: number, choice: number): string {
  const plan = PLANS[country];
  if (country === 'US') {
    const spread = (serial * 4_999_999 + 1_234_567) % (EXCHANGES.length * 10_000);
    return `${area}${EXCHANGES[Math.floor(spread / 10_000)]}${String(spread % 10_000).padStart(4, '0')}`;
  }
  const areaDigits = plan.landlineDigits[area.length] ?? 0;
  // Short landline numbers would repeat from person to person, so those towns get mobiles only.
  const landline = choice % 5 === 0 && areaDigits >= 7;
  const [prefix, digits] = landline ? [area, areaDigits] : plan.mobile[choice % plan.mobile.length]!;
  const first = landline ? firstLandlineDigit(country, area, choice) : '';
  const free = digits - first.length;
  const body = String((serial * 6_700_417 + 31_337) % 10 ** free).padStart(free, '0');
  return `${prefix}${first}${body}`;
}

/** A digit that is in use behind the area code; Great Britain and France leave gaps. */
function firstLandlineDigit(country: Country, area: string, choice: number): string {
  if (country === 'GB') return area === '20' ? '7' : '2';
  return country === 'FR' ? '3' : String(2 + (choice % 7));
}

/** Writes a number in E.164: plus sign, calling code, national number. */
export function e164(country: Country, national: string): string {
  return `+${PLANS[country].callingCode}${national}`;
}

/** Writes a number as people of the country do; `style` (0 … 3) picks among usual ways. */
export function writtenNumber(country: Country, national: string, style: number): string {
  const plan = PLANS[country];
  if (country === 'US') {
    const [area, exchange, line] = [national.slice(0, 3), national.slice(3, 6), national.slice(6)];
    if (style === 0) return `(${area}) ${exchange}-${line}`;
    if (style === 1) return `${area}-${exchange}-${line}`;
    return style === 2 ? `${area}.${exchange}.${line}` : national;
  }
  if (style === 0) return `${plan.trunk}${national}`;
  const cut = national.length > 9 ? 3 : 2;
  const spaced = `${national.slice(0, cut)} ${national.slice(cut, cut + 3)} ${national.slice(cut + 3)}`;
  if (style === 1) return `+${plan.callingCode} ${spaced}`;
  return style === 2 ? `${plan.trunk}${spaced}` : `00${plan.callingCode}${national}`;
}

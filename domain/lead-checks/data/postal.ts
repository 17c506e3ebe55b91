/**
 * Postal code forms and the states they lie in. Forms after the Universal Postal Union's addressing sheets;
 * US prefixes after the USPS list of three-digit ZIP code prefixes (L002), Canada's letters after Canada Post's
 * forward sortation areas, Australia's ranges after Australia Post. Typed from general knowledge, 2026-11-22;
 * countries whose form is not certain are left out on purpose.
 */
import { foldAccents } from '../prepare/company.ts';

export interface PostalFormat {
  pattern: RegExp;
  example: string;
}

const digits = (count: number, example: string): PostalFormat => ({ pattern: new RegExp(`^\\d{${count}}$`), example });
const form = (pattern: RegExp, example: string): PostalFormat => ({ pattern, example });

/** By ISO 3166-1 alpha-2. Codes are compared in upper case; a country prefix such as `D-` is accepted where people write it. */
export const POSTAL_FORMATS: ReadonlyMap<string, PostalFormat> = new Map([
  ['US', form(/^\d{5}(?:[- ]?\d{4})?$/, '94105 or 94105-1234')],
  ['CA', form(/^[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ -]?\d[ABCEGHJ-NPRSTV-Z]\d$/, 'K1A 0B1')],
  ['GB', form(/^(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})$/, 'SW1A 1AA')],
  ['AU', digits(4, '2000')],
  ['NZ', digits(4, '6011')],
  ['DE', form(/^(?:D-?)?\d{5}$/, '10115')],
  ['AT', form(/^(?:A-?)?\d{4}$/, '1010')],
  ['CH', form(/^(?:CH-?)?\d{4}$/, '8001')],
  ['FR', form(/^(?:F-?)?\d{5}$/, '75001')],
  ['IT', form(/^(?:I-?)?\d{5}$/, '00118')],
  ['ES', form(/^(?:E-?)?(?:0[1-9]|[1-4]\d|5[0-2])\d{3}$/, '28001')],
  ['PT', form(/^\d{4}-?\d{3}$|^\d{4}$/, '1000-205')],
  ['NL', form(/^(?:NL-?)?\d{4} ?[A-Z]{2}$|^\d{4}$/, '1012 AB')],
  ['BE', form(/^(?:B-?)?\d{4}$/, '1000')],
  ['LU', form(/^(?:L-?)?\d{4}$/, '1111')],
  ['DK', form(/^(?:DK-?)?\d{4}$/, '1050')],
  ['NO', form(/^(?:N-?|NO-?)?\d{4}$/, '0150')],
  ['SE', form(/^(?:SE?-?)?\d{3} ?\d{2}$/, '111 22')],
  ['FI', form(/^(?:FI-?)?\d{5}$/, '00100')],
  ['PL', form(/^\d{2}-?\d{3}$/, '00-001')],
  ['CZ', form(/^\d{3} ?\d{2}$/, '110 00')],
  ['SK', form(/^\d{3} ?\d{2}$/, '811 01')],
  ['HU', digits(4, '1011')],
  ['GR', form(/^\d{3} ?\d{2}$/, '104 31')],
  ['BR', form(/^\d{5}-?\d{3}$/, '01310-100')],
  ['MX', digits(5, '06000')],
  ['IN', form(/^[1-9]\d{2} ?\d{3}$/, '110001')],
  ['JP', form(/^〒?\d{3}-?\d{4}$/, '100-0001')],
  ['CN', digits(6, '100000')],
  ['SG', digits(6, '018956')],
  ['ZA', digits(4, '0001')],
]);

const US_STATES =
  'AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming';
const CA_PROVINCES =
  'AB Alberta|BC British Columbia|MB Manitoba|NB New Brunswick|NL Newfoundland and Labrador|NS Nova Scotia|NT Northwest Territories|NU Nunavut|ON Ontario|PE Prince Edward Island|QC Quebec|SK Saskatchewan|YT Yukon';
const AU_STATES =
  'ACT Australian Capital Territory|NSW New South Wales|NT Northern Territory|QLD Queensland|SA South Australia|TAS Tasmania|VIC Victoria|WA Western Australia';
const NAMES_BY_COUNTRY = new Map(
  [
    ['US', US_STATES],
    ['CA', CA_PROVINCES],
    ['AU', AU_STATES],
  ].map(([country, list]) => [
    country,
    list!
      .split('|')
      .map((entry) => [entry.slice(0, entry.indexOf(' ')), entry.slice(entry.indexOf(' ') + 1).toLowerCase()] as const),
  ]),
);
/** Names borne by regions of other countries too, or by a country. */
const AMBIGUOUS_NAMES = new Set([
  'georgia',
  'victoria',
  'northern territory',
  'maryland',
  'florida',
  'montana',
  'washington',
  'colorado',
]);

/** Country of a state's full name (lower case, accents removed), for names no other country has. */
export const COUNTRY_OF_REGION_NAME: ReadonlyMap<string, string> = new Map(
  [...NAMES_BY_COUNTRY].flatMap(([country, regions]) =>
    regions.filter(([, name]) => !AMBIGUOUS_NAMES.has(name)).map(([, name]) => [name, country!] as const),
  ),
);

const CODES = new Map(
  [...NAMES_BY_COUNTRY].flatMap(([country, regions]) =>
    regions.flatMap(([code, name]) => [
      [`${country} ${code!.toLowerCase()}`, code!] as const,
      [`${country} ${name}`, code!] as const,
    ]),
  ),
);

/** Code of a state of the US, Canada or Australia, from its code or name; undefined when it is none. */
export function regionCode(region: string, country: string): string | undefined {
  return CODES.get(`${country} ${foldAccents(region.toLowerCase())}`);
}

/** Regions a postal code of the country can lie in, or undefined where no list is known. */
export function regionsOfPostalCode(postal: string, country: string): string[] | undefined {
  if (country === 'CA') return CANADA[postal[0] ?? '']?.split(' ');
  if (country !== 'US' && country !== 'AU') return undefined;
  const ranges = country === 'US' ? US_RANGES : AU_RANGES;
  const number = Number(country === 'US' ? postal.slice(0, 3) : postal);
  const found = ranges.filter(([from, to]) => number >= from && number <= to).map(([, , code]) => code);
  return found.length === 0 ? undefined : found;
}

const CANADA: Record<string, string> = {
  A: 'NL',
  B: 'NS',
  C: 'PE',
  E: 'NB',
  G: 'QC',
  H: 'QC',
  J: 'QC',
  K: 'ON',
  L: 'ON',
  M: 'ON',
  N: 'ON',
  P: 'ON',
  R: 'MB',
  S: 'SK',
  T: 'AB',
  V: 'BC',
  X: 'NT NU',
  Y: 'YT',
};

/** First three digits of the ZIP code; prefixes shared by two states stand under both. Territories and forces are left out. */
const US_RANGES = ranges(
  'NY 5-5 63-63 100-149|MA 10-27 55-55|RI 28-29|NH 30-38|ME 39-49|VT 50-54 56-59|CT 60-69|NJ 70-89|PA 150-196|' +
    'DE 197-199|DC 200-205 569-569|VA 201-201 220-246|MD 206-219|WV 247-268|NC 269-289|SC 290-299|GA 300-319 398-399|' +
    'FL 320-339 341-342 344-344 346-347 349-349|AL 350-369|TN 370-385|MS 386-397|KY 400-427|OH 430-459|IN 460-479|' +
    'MI 480-499|IA 500-528|WI 530-549|MN 550-567|SD 570-577|ND 580-588|MT 590-599|IL 600-629|MO 630-658|KS 660-679|' +
    'NE 680-693|LA 700-714|AR 716-729|OK 730-731 734-741 743-749|TX 733-733 750-799 885-885|CO 800-816|WY 820-831 834-834|' +
    'ID 832-838|UT 840-847|AZ 850-865|NM 870-884|NV 889-898|CA 900-961|HI 967-968|OR 970-979|WA 980-994|AK 995-999',
);
const AU_RANGES = ranges(
  'NSW 1000-1999 2000-2599 2619-2899 2921-2999|ACT 200-299 2600-2618 2900-2920|VIC 3000-3999 8000-8999|' +
    'QLD 4000-4999 9000-9999|SA 5000-5999|WA 6000-6999|TAS 7000-7999|NT 800-999|' +
    // Border towns whose delivery office lies in the neighbouring state.
    'NSW 2600-2620 3644-3644 3691-3691 3707-3707 4380-4385|VIC 2640-2648 2731-2739|QLD 2406-2406|SA 872-872|WA 872-872|NT 4825-4825',
);

function ranges(text: string): [number, number, string][] {
  return text.split('|').flatMap((entry) => {
    const [code, ...spans] = entry.split(' ');
    return spans.map((span) => {
      const [from, to] = span.split('-').map(Number);
      return [from!, to!, code!] as [number, number, string];
    });
  });
}

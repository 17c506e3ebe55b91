/** Country and currency a newcomer most likely wants, from the browser's zone and language. */

/** Currencies of countries where more than a few of our users are; all others choose from the list. */
const COUNTRIES_BY_CURRENCY: Record<string, string> = {
  EUR: 'AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK BG MC SM VA AD ME XK',
  USD: 'US PR EC SV PA GU VI',
  GBP: 'GB GG JE IM',
  CHF: 'CH LI',
  AUD: 'AU',
  NZD: 'NZ',
  CAD: 'CA',
  MXN: 'MX',
  BRL: 'BR',
  ARS: 'AR',
  CLP: 'CL',
  COP: 'CO',
  PEN: 'PE',
  SEK: 'SE',
  NOK: 'NO',
  DKK: 'DK GL FO',
  ISK: 'IS',
  PLN: 'PL',
  CZK: 'CZ',
  HUF: 'HU',
  RON: 'RO',
  UAH: 'UA',
  TRY: 'TR',
  ILS: 'IL',
  AED: 'AE',
  SAR: 'SA',
  EGP: 'EG',
  ZAR: 'ZA',
  NGN: 'NG',
  KES: 'KE',
  INR: 'IN',
  PKR: 'PK',
  BDT: 'BD',
  JPY: 'JP',
  KRW: 'KR',
  CNY: 'CN',
  HKD: 'HK',
  TWD: 'TW',
  SGD: 'SG',
  MYR: 'MY',
  THB: 'TH',
  VND: 'VN',
  PHP: 'PH',
  IDR: 'ID',
};

export const currencyOf = (country: string | undefined): string | undefined =>
  Object.entries(COUNTRIES_BY_CURRENCY).find(([, list]) => country && list.split(' ').includes(country))?.[0];

type WithZones = Intl.Locale & { getTimeZones?: () => string[] | undefined; timeZones?: string[] };

/** The country whose zones include this one: of several, the one of the browser's language, else the first. */
export function countryOfZone(zone: string, countries: readonly string[], language: string): string | undefined {
  const spoken = new Intl.Locale(language).maximize().region;
  // Engines differ in which of two names of a zone they list: Asia/Kolkata or Asia/Calcutta.
  const spellings = [zone, new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone];
  const fits = countries.filter((code) => {
    const locale = new Intl.Locale(`und-${code}`) as WithZones;
    return (locale.getTimeZones?.() ?? locale.timeZones ?? []).some((one) => spellings.includes(one));
  });
  return fits.includes(spoken ?? '') ? spoken : fits[0];
}

export const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Countries and zones to choose from, named by the browser. */
import type { Option, OptionGroup } from './select.tsx';

/** Codes the browser can name that are no country: unions, test regions, and islands without a code of their own. */
const NO_COUNTRY = new Set('AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ'.split(' '));
/** Withdrawn from ISO 3166-1; browsers still name them after what came later. */
const WITHDRAWN = new Set('AN BU CS DD DY FX HV NH NT RH SU TP UK VD YD YU ZR'.split(' '));

let names: Intl.DisplayNames | undefined;
const nameOf = (code: string): string | undefined => {
  names ??= new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  return names.of(code);
};

let countries: Option[] | undefined;

/** Every country by its ISO 3166-1 alpha-2 code, in alphabetical order of the names. */
export function countryOptions(): Option[] {
  countries ??= [...allPairs()]
    .filter((code) => !NO_COUNTRY.has(code) && !WITHDRAWN.has(code))
    .flatMap((code) => {
      const label = nameOf(code);
      return label === undefined ? [] : [{ value: code, label }];
    })
    .sort((a, b) => a.label.localeCompare(b.label, 'en'));
  return countries;
}

function* allPairs(): Generator<string> {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  for (const first of letters) for (const second of letters) yield first + second;
}

/** Every currency the server can count in. */
export function currencyOptions(): Option[] {
  const currencyNames = new Intl.DisplayNames(['en'], { type: 'currency' });
  return Intl.supportedValuesOf('currency').map((code) => ({
    value: code,
    label: `${code} · ${currencyNames.of(code) ?? code}`,
  }));
}

/** Every time zone, by part of the world. `current` is among them even where the browser calls it otherwise. */
export function zoneOptions(current: string): OptionGroup[] {
  const zones = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', ...(current ? [current] : [])]);
  const groups = Map.groupBy([...zones].sort(), (zone) => (zone.includes('/') ? zone.split('/')[0]! : 'Universal'));
  return [...groups].map(([label, list]) => ({
    label,
    options: list.map((zone) => ({
      value: zone,
      label: zone.split('/').slice(1).join(', ').replaceAll('_', ' ') || zone,
    })),
  }));
}

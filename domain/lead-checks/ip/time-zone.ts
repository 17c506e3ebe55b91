/** Time zones of countries and their offsets, from the zone and region data inside the JavaScript engine (IANA tz, CLDR). */

/** Names come from outside; the bound keeps invented ones from filling memory. */
const REMEMBERED = 4096;
const offsetsByZoneYear = new Map<string, readonly number[] | undefined>();
const zonesByCountry = new Map<string, ReadonlySet<string>>();
const offsetsByCountryYear = new Map<string, ReadonlySet<number>>();
const canonicalNames = new Map<string, string | undefined>();

/** Minutes east of UTC a zone has in the year's winter and summer; undefined for a name the tz database does not know. */
export function zoneOffsets(zone: string, year: number): readonly number[] | undefined {
  return remembered(offsetsByZoneYear, `${zone} ${year}`, () => {
    if (canonicalZone(zone) === undefined) return undefined;
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    return [...new Set([offsetAt(format, Date.UTC(year, 0, 1)), offsetAt(format, Date.UTC(year, 6, 1))])];
  });
}

/** The one name the engine uses for a zone and all its aliases; undefined for an unknown name. */
export function canonicalZone(zone: string): string | undefined {
  return remembered(canonicalNames, zone, () => {
    try {
      return new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone;
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  });
}

/** Canonical zones in use in a country (ISO 3166-1 alpha-2); empty when the country is not known. */
export function zonesOfCountry(country: string): ReadonlySet<string> {
  return remembered(
    zonesByCountry,
    country,
    () => new Set(regionZones(country).flatMap((zone) => canonicalZone(zone) ?? [])),
  );
}

/** Every offset (minutes east of UTC) some place in the country has during the year. */
export function countryOffsets(country: string, year: number): ReadonlySet<number> {
  return remembered(
    offsetsByCountryYear,
    `${country} ${year}`,
    () => new Set([...zonesOfCountry(country)].flatMap((zone) => zoneOffsets(zone, year) ?? [])),
  );
}

/** `+03:00` for 180. */
export function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const part = (value: number) => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${part(Math.floor(size / 60))}:${part(size % 60)}`;
}

function offsetAt(format: Intl.DateTimeFormat, at: number): number {
  const text = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const match = /([+-])(\d{2}):(\d{2})/.exec(text);
  if (!match) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}

/** Intl Locale Info is in the engine, but not yet in TypeScript's own library. */
function regionZones(country: string): string[] {
  if (!/^[A-Z]{2}$/.test(country)) return [];
  const locale: Intl.Locale & { getTimeZones?: () => string[] | undefined } = new Intl.Locale(`und-${country}`);
  return locale.getTimeZones?.() ?? [];
}

function remembered<Value>(memory: Map<string, Value>, key: string, make: () => Value): Value {
  if (memory.has(key)) return memory.get(key) as Value;
  if (memory.size >= REMEMBERED) memory.clear();
  const value = make();
  memory.set(key, value);
  return value;
}

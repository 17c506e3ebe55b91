/** Local time of an IANA zone to UTC, fast enough for every cell of a file. */

const HOUR_MS = 3_600_000;
const CACHED_HOURS_MAX = 100_000;

/**
 * Returns the converter of a zone: milliseconds of a local wall clock (written as if it were UTC) to UTC. A time the
 * clock skips is read with the offset before the change, one it shows twice with the earlier instant, as Temporal's
 * "compatible" does. Throws RangeError for an unknown zone.
 */
export function localToUtc(zone: string): (localMs: number) => number {
  const offset = zoneOffset(zone);
  return (localMs) => {
    const before = offset(localMs - 24 * HOUR_MS);
    const after = offset(localMs + 24 * HOUR_MS);
    if (before === after) return localMs - before;
    const earlier = localMs - before;
    return offset(earlier) === before ? earlier : settle(localMs, before, after, offset);
  };
}

function settle(localMs: number, before: number, after: number, offset: (utcMs: number) => number): number {
  const later = localMs - after;
  return offset(later) === after ? later : localMs - before;
}

/** UTC offset of a zone in milliseconds at an instant. Offsets change on whole quarter hours; all zones now on whole hours of UTC. */
function zoneOffset(zone: string): (utcMs: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    era: 'short',
  });
  const known = new Map<number, number>();
  return (utcMs) => {
    const hour = Math.floor(utcMs / HOUR_MS);
    const cached = known.get(hour);
    if (cached !== undefined) return cached;
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(hour * HOUR_MS)) part[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour: h = 0, minute = 0, second = 0 } = part;
    const offset = Date.UTC(year, month - 1, day, h, minute, second) - hour * HOUR_MS;
    if (known.size >= CACHED_HOURS_MAX) known.clear();
    known.set(hour, offset);
    return offset;
  };
}

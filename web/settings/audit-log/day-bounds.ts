/** First moment of a day and first moment after another, in a zone, as the log wants them. */
export function dayBounds(since: string | undefined, until: string | undefined, timeZone: string) {
  return {
    from: since && startOfDay(since, timeZone),
    to: until && startOfDay(nextDay(until), timeZone),
  };
}

const nextDay = (date: string) => new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** Midnight of a day in a zone, as UTC. Where clocks skip midnight, the first moment there is. */
export function startOfDay(date: string, timeZone: string): string | undefined {
  const wanted = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(wanted)) return undefined;
  // The offset at the guess may differ from that at the answer when clocks change in between; the second look settles it.
  let at = wanted - offsetAt(wanted, timeZone);
  at = wanted - offsetAt(at, timeZone);
  return new Date(at).toISOString();
}

/** Milliseconds that a zone's clocks are ahead of UTC. */
function offsetAt(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(new Date(at));
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value ?? 0);
  return (
    Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) -
    Math.floor(at / 1000) * 1000
  );
}

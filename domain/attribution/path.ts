/** A way to a conversion, or to none, as the models of attribution read it. */

/** Journeys that took the same way, counted together. */
export interface Path {
  /** Channels touched, oldest first, as indexes from 0. */
  channels: readonly number[];
  /** Instants of the touches in seconds, in the same order; needed by time decay and the look-back only. */
  ats?: readonly number[];
  /** Index of the touch that made the lead; needed by the W-shaped model only. */
  leadTouch?: number;
  /** Journeys that converted, and the value of their conversions together, in minor units. */
  conversions: number;
  value: number;
  /** Journeys that ended without a conversion. */
  nulls: number;
}

/** What one channel gets: a share of the conversions, and of their value in minor units. */
export interface Credit {
  conversions: number;
  value: number;
}

/** No credit yet for any of `channels`. */
export function noCredit(channels: number): Credit[] {
  return Array.from({ length: channels }, () => ({ conversions: 0, value: 0 }));
}

/** Only the touches at most `seconds` before `end`; the others happened too long ago to have had a part. */
export function lookBack(path: Path, end: number, seconds: number): Path {
  return keep(path, (index) => {
    const at = path.ats?.[index] ?? end;
    return at <= end && at >= end - seconds;
  });
}

/** Repeats of a channel right after itself count as one touch: the last of them. */
export function collapse(path: Path): Path {
  return keep(path, (index) => path.channels[index] !== path.channels[index + 1]);
}

/** Every channel counts once, where it was met first. */
export function unique(path: Path): Path {
  return keep(path, (index) => path.channels.indexOf(path.channels[index] ?? -1) === index);
}

/** Leaves out a channel that says nothing of how somebody came, unless nothing else would be left. */
export function dropDirect(path: Path, direct: number): Path {
  return path.channels.every((channel) => channel === direct)
    ? path
    : keep(path, (index) => path.channels[index] !== direct);
}

function keep(path: Path, wanted: (index: number) => boolean): Path {
  const kept = path.channels.flatMap((_, index) => (wanted(index) ? [index] : []));
  const { ats, leadTouch, ...rest } = path;
  const leadAt = leadTouch === undefined ? -1 : kept.findLastIndex((index) => index <= leadTouch);
  return {
    ...rest,
    channels: kept.map((index) => path.channels[index] ?? 0),
    ...(ats && { ats: kept.map((index) => ats[index] ?? 0) }),
    ...(leadAt >= 0 && { leadTouch: leadAt }),
  };
}

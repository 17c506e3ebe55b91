/** How often the common values of a client's own leads occur, kept without the values: each by a keyed hash. */

export interface LearntFrequencies {
  /** Share of the records that tell the field, by the value's key. */
  common: Readonly<Record<string, number>>;
  /** What a value that is not common is taken to have. */
  rest: number;
}

/** A field's values that occur at least `least` times, in a list of at most so many. */
export const COMMON_LEAST = 3;
export const COMMON_MAX = 2_000;

/**
 * The table to be kept of one field. `told` records tell the field; `common` holds its most frequent values, at most
 * COMMON_MAX; values that do not fit are taken to be as frequent as the last that does.
 */
export function learntFrequencies(
  told: number,
  common: readonly { key: string; records: number }[],
): LearntFrequencies {
  const shares = common.map(({ key, records }) => [key, records / told] as const);
  const last = common.at(-1)?.records ?? COMMON_LEAST;
  // Half of what would still be common: between one record and the one that just missed the list.
  const rest = common.length < COMMON_MAX ? (COMMON_LEAST - 1) / 2 : last / 2;
  return { common: Object.fromEntries(shares), rest: Math.max(1, rest) / Math.max(1, told) };
}

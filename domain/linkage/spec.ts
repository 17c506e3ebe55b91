/**
 * What a linkage looks at, as data: one specification is worked by TypeScript for a pair and rendered to ClickHouse SQL
 * for a million.
 */

/** Normalised fields of one record by name; absent and '' mean that the record does not tell. A set is its words, with single blanks between them. */
export type LinkageFields = Readonly<Record<string, string>>;

export interface LinkageRecord {
  readonly fields: LinkageFields;
  /** How often the value of a field occurs, 0 to 1, for the fields whose frequency weighs; absent means unremarkable. */
  readonly frequency: Readonly<Record<string, number>>;
}

/** What may hold of a pair. Each but `missing` holds only when both records tell the field. */
export type Condition =
  | { is: 'missing'; field: string }
  | { is: 'equal'; field: string }
  /** Jaro-Winkler similarity of at least this. */
  | { is: 'similar'; field: string; atLeast: number }
  /** Damerau-Levenshtein distance of at most this. */
  | { is: 'edits'; field: string; atMost: number }
  /** The sets have a word in common. */
  | { is: 'shared'; field: string }
  /** One is the first letter of the other. */
  | { is: 'initial'; field: string }
  /** Both have at least so many letters. */
  | { is: 'long'; field: string; letters: number }
  /** Each has the other's value. */
  | { is: 'crossed'; fields: readonly [string, string] }
  | { is: 'all' | 'any'; of: readonly Condition[] };

export interface Level {
  /** In plain words, as the waterfall shows it. */
  label: string;
  when: Condition;
  /** Fields whose rarity adds to the weight where both records have the same value of them. */
  frequency?: readonly string[];
  /** The weight never exceeds this, frequency included; in bits. */
  bitsMax?: number;
  /** A pair at this level is never merged without a person having looked. */
  asks?: true;
}

/**
 * One comparison. Its gamma is the number of the first level that holds, from 0, the best; `levels.length` when none
 * does; -1 when `missing` holds, which weighs nothing.
 */
export interface Comparison {
  id: string;
  title: string;
  /**
   * An earlier comparison whose gamma this one's chances depend on, so that the two are one joint comparison:
   * P(name, e-mail) = P(name) P(e-mail | name).
   */
  given?: string;
  missing: Condition;
  levels: readonly Level[];
  otherwise: string;
  /** As a level's `asks`, for a pair at no level. */
  otherwiseAsks?: true;
}

/** One part of a block key: a field, or its first or last so many characters. */
export interface BlockPart {
  field: string;
  first?: number;
  last?: number;
}

/** Records that agree in all parts of a rule are compared. Of a set (at most one in a rule) each word makes a key. */
export interface BlockRule {
  id: string;
  parts: readonly BlockPart[];
}

export interface LinkageSpec {
  /** Every field that a comparison or rule names, in the order of the engine's columns. */
  fields: readonly { name: string; set?: true }[];
  comparisons: readonly Comparison[];
  blocks: readonly BlockRule[];
}

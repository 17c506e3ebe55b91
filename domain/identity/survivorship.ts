/**
 * Which value of a field a merged person shows. Per field and by rule, best first: what a person chose, then verified,
 * then newest, then the more trusted source, then what most records say. Losing values are named, never dropped.
 */

/** One lead's value of one field. */
export interface FieldValue {
  lead: string;
  /** What is compared: values of the same key are the same value, however they were written. Undefined: empty. */
  key: string | undefined;
  /** True: checks speak for it. False: they speak against it. Undefined: nobody could tell. */
  verified: boolean | undefined;
  /** When the lead came, milliseconds since 1970. */
  at: number;
  /** Trust in its source; higher is better. */
  trust: number;
}

export const REASONS = [
  'chosen',
  'only_value',
  'verified',
  'newest',
  'first',
  'source_trust',
  'most_frequent',
] as const;
export type Reason = (typeof REASONS)[number];

export interface Survivor {
  /** The lead whose value is kept. */
  lead: string;
  reason: Reason;
  /** Leads with another value. */
  losing: string[];
}

/** `first` is for what a later record does not correct, as the first source and the first contact. */
export type Preference = 'newest' | 'first';

/**
 * Picks the value that survives; undefined when every lead leaves the field empty. `chosen` is the lead a person picked;
 * one that is gone, or whose field is empty by now, is ignored. The order of `values` has no say.
 */
export function survivingValue(
  values: readonly FieldValue[],
  chosen?: string,
  preference: Preference = 'newest',
): Survivor | undefined {
  const filled = values.filter(({ key }) => key !== undefined);
  const picked = filled.find(({ lead }) => lead === chosen);
  if (picked) return survivor(filled, picked, 'chosen');
  const keys = new Map<string | undefined, number>();
  for (const { key } of filled) keys.set(key, (keys.get(key) ?? 0) + 1);
  const compared: [Reason, (value: FieldValue) => number][] = [
    ['verified', ({ verified }) => (verified === undefined ? 1 : verified ? 2 : 0)],
    [preference, ({ at }) => (preference === 'newest' ? at : -at)],
    ['source_trust', ({ trust }) => trust],
    ['most_frequent', ({ key }) => keys.get(key) ?? 0],
  ];
  const ranked = [...filled].sort((a, b) => {
    for (const [, measure] of compared) {
      const by = measure(b) - measure(a);
      if (by !== 0) return by;
    }
    return a.lead < b.lead ? -1 : 1;
  });
  const [best] = ranked;
  if (best === undefined) return undefined;
  const rival = ranked.find(({ key }) => key !== best.key);
  if (rival === undefined) return survivor(filled, best, 'only_value');
  const decided = compared.find(([, measure]) => measure(best) !== measure(rival));
  return survivor(filled, best, decided?.[0] ?? 'most_frequent');
}

function survivor(filled: readonly FieldValue[], best: FieldValue, reason: Reason): Survivor {
  return { lead: best.lead, reason, losing: filled.filter(({ key }) => key !== best.key).map(({ lead }) => lead) };
}

/** Finds the source a lead names among those the client registered, and the nearest one when there is none. */

import type { RegisteredSource } from '../check.ts';
import { editDistance } from '../edit-distance.ts';

interface Index {
  byKey: Map<string, RegisteredSource>;
  /** Nearest source per unknown name, because a bad import names the same unknown source a million times. */
  nearest: Map<string, Nearest | undefined>;
}

export interface Nearest {
  source: RegisteredSource;
  /** Edits between the two names, letters and digits only. */
  distance: number;
}

const REMEMBERED = 1024;
const indexes = new WeakMap<readonly RegisteredSource[], Index>();

/** The registered source of that name; case, blanks and punctuation are ignored. */
export function registeredSource(sources: readonly RegisteredSource[], name: string): RegisteredSource | undefined {
  return indexOf(sources).byKey.get(keyOf(name));
}

/** The registered source whose name takes the fewest edits; the first one registered wins a tie. */
export function nearestSource(sources: readonly RegisteredSource[], name: string): Nearest | undefined {
  const { byKey, nearest } = indexOf(sources);
  const key = keyOf(name);
  if (nearest.has(key)) return nearest.get(key);
  let best: Nearest | undefined;
  for (const [candidate, source] of byKey) {
    const edits = editDistance(key, candidate);
    if (best === undefined || edits < best.distance) best = { source, distance: edits };
  }
  if (nearest.size >= REMEMBERED) nearest.clear();
  nearest.set(key, best);
  return best;
}

function indexOf(sources: readonly RegisteredSource[]): Index {
  const known = indexes.get(sources);
  if (known) return known;
  const byKey = new Map<string, RegisteredSource>();
  for (const source of sources) if (!byKey.has(keyOf(source.name))) byKey.set(keyOf(source.name), source);
  const index = { byKey, nearest: new Map() };
  indexes.set(sources, index);
  return index;
}

function keyOf(name: string): string {
  const folded = name.normalize('NFKC').toLowerCase();
  return folded.replace(/[^\p{L}\p{N}]+/gu, '') || folded.trim();
}

/** Which leads are picked: single ones, or everything the filters match. */
export type Picked = { all: true } | { all: false; ids: ReadonlySet<string> };

export const NOTHING: Picked = { all: false, ids: new Set() };

export const isPicked = (picked: Picked, id: string): boolean => picked.all || picked.ids.has(id);
export const countPicked = (picked: Picked, matching: number): number => (picked.all ? matching : picked.ids.size);

/** Turns one lead on or off. Taking one away from "all" leaves the others that are loaded. */
export function toggle(picked: Picked, id: string, loaded: readonly string[]): Picked {
  const ids = new Set(picked.all ? loaded : picked.ids);
  if (!ids.delete(id)) ids.add(id);
  return { all: false, ids };
}

/** Picks everything between two places, both included; the order of the ends makes no difference. */
export function pickRange(picked: Picked, loaded: readonly string[], from: number, to: number): Picked {
  if (picked.all) return picked;
  const range = loaded.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { all: false, ids: new Set([...picked.ids, ...range]) };
}

/** The box in the table's head. */
export function headState(picked: Picked, loaded: readonly string[]): 'none' | 'some' | 'all' {
  if (picked.all) return 'all';
  if (picked.ids.size === 0) return 'none';
  return loaded.every((id) => picked.ids.has(id)) ? 'all' : 'some';
}

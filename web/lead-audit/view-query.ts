/** What a saved view remembers of the address: its own keys in a fixed order, so that equal views are equal text. */
import { parseSearch, stringifySearch } from '../shell/search-params.ts';

export function viewQuery(search: Record<string, unknown>, keys: readonly string[]): string {
  const kept = Object.fromEntries([...keys].sort().map((key) => [key, search[key]]));
  return stringifySearch(kept).slice(1);
}

/** Whether two views show the same, whatever the order of their keys or how their text was encoded. */
export function sameView(a: string, b: string): boolean {
  const [x, y] = [parseSearch(a), parseSearch(b)];
  const keys = Object.keys(x);
  return keys.length === Object.keys(y).length && keys.every((key) => x[key] === y[key]);
}

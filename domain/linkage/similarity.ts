/**
 * How alike two words are, equal to ClickHouse bit for bit: both work on the bytes of UTF-8, so that a pair compared in
 * the engine and one compared here fall into the same level.
 */

/** Jaro-Winkler adds to words that begin alike only above this (Winkler 1990). */
const BOOST_ABOVE = 0.7;
const PREFIX_MAX = 4;
const PREFIX_WEIGHT = 0.1;
const THIRD = 1 / 3;

/**
 * Jaro-Winkler similarity, 0 to 1, of the UTF-8 bytes of two words; ClickHouse's `jaroWinklerSimilarity`.
 * Jaro, JASA 84 (1989) 414; Winkler, Proc. Survey Research Methods (1990) 354. Symmetric but for rare ties in matching.
 */
export function jaroWinkler(left: string, right: string): number {
  const a = bytesOf(left);
  const b = bytesOf(right);
  if (a.length === 0 && b.length === 0) return 1;
  const jaro = jaroOf(a, b);
  if (jaro <= BOOST_ABOVE) return jaro;
  const most = Math.min(PREFIX_MAX, a.length, b.length);
  let prefix = 0;
  while (prefix < most && a[prefix] === b[prefix]) prefix++;
  return jaro + prefix * PREFIX_WEIGHT * (1 - jaro);
}

function jaroOf(a: string, b: string): number {
  if (a.length === 0 || b.length === 0) return 0;
  const reach = Math.max(0, (Math.max(a.length, b.length) >> 1) - 1);
  const taken = new Uint8Array(a.length);
  const matchedInB: string[] = [];
  for (let at = 0; at < b.length; at++) {
    const last = Math.min(a.length - 1, at + reach);
    for (let other = Math.max(0, at - reach); other <= last; other++) {
      if (taken[other] || a[other] !== b[at]) continue;
      taken[other] = 1;
      matchedInB.push(b[at]!);
      break;
    }
  }
  const matches = matchedInB.length;
  if (matches === 0) return 0;
  let differing = 0;
  let next = 0;
  for (let at = 0; at < a.length; at++) if (taken[at] && a[at] !== matchedInB[next++]) differing++;
  // The order of the operations is ClickHouse's; another one differs in the last bit.
  return (matches / a.length + matches / b.length + (matches - differing / 2) / matches) * THIRD;
}

/**
 * Damerau-Levenshtein distance of the UTF-8 bytes: the least number of inserted, deleted, replaced or swapped
 * neighbouring bytes; ClickHouse's `damerauLevenshteinDistance`. Damerau, CACM 7 (1964) 171.
 */
export function damerauLevenshtein(left: string, right: string): number {
  const a = bytesOf(left);
  const b = bytesOf(right);
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 0; row < a.length; row++) {
    const current = [row + 1];
    for (let column = 0; column < b.length; column++) {
      const replaced = last[column]! + (a[row] === b[column] ? 0 : 1);
      let cost = Math.min(replaced, last[column + 1]! + 1, current[column]! + 1);
      if (row > 0 && column > 0 && a[row] === b[column - 1] && a[row - 1] === b[column]) {
        cost = Math.min(cost, beforeLast[column - 1]! + 1);
      }
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length]!;
}

/** The UTF-8 bytes as a string of characters below 256; a text in ASCII is that already. */
function bytesOf(text: string): string {
  if (ASCII.test(text)) return text;
  return String.fromCharCode(...new TextEncoder().encode(text));
}

const ASCII = /^[\0-\x7f]*$/;

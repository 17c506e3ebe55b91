/**
 * How alike two texts are, told from short sketches: the smallest of many hashes agrees with the probability that is
 * the share of words in common (Broder 1997, "On the resemblance and containment of documents"). Hashes are put
 * together in bands, so that texts alike share some bands and others hardly any.
 */

/** Bands, and hashes in each: at 75 % of words in common 3 to 4 of the six agree, at 20 % hardly one. */
export const BANDS = 6;
const ROWS = 2;
/** Fewer distinct words are a phrase that many people write. */
export const WORDS_MIN = 5;

/** The distinct words of a text: letters only, lower case; digits, punctuation and the words of `without` left out. */
export function textWords(text: string, without: ReadonlySet<string> = new Set()): string[] {
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/\p{L}[\p{L}\p{M}]+/gu) ?? [];
  return [...new Set(words)].filter((word) => !without.has(word));
}

/** One text per band, equal where the band agrees; empty for fewer words than WORDS_MIN. */
export function textBands(words: readonly string[]): string[] {
  if (words.length < WORDS_MIN) return [];
  const hashes = words.map(fnv1a);
  return Array.from({ length: BANDS }, (_, band) => {
    const rows = Array.from({ length: ROWS }, (_, row) => smallest(hashes, band * ROWS + row + 1));
    return `${band}:${rows.join(':')}`;
  });
}

/** Share of words in common: those of both among those of either, 0 to 1. */
export function wordsInCommon(first: readonly string[], second: readonly string[]): number {
  const words = new Set(first);
  const both = second.filter((word) => words.has(word)).length;
  const either = new Set([...first, ...second]).size;
  return either === 0 ? 0 : both / either;
}

function smallest(hashes: readonly number[], seed: number): number {
  let least = 0xffffffff;
  for (const hash of hashes) {
    const mixed = mix((hash ^ Math.imul(seed, 0x9e3779b1)) >>> 0);
    if (mixed < least) least = mixed;
  }
  return least;
}

/** FNV-1a over UTF-16 units, 32 bits. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** The finaliser of MurmurHash3: every bit of the result depends on every bit given. */
function mix(value: number): number {
  let bits = value;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

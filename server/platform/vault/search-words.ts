/** Shortest beginning of a word that can be searched; shorter words are found whole only. */
export const PREFIX_LETTERS_MIN = 3;
/** Longest beginning that is told apart: a token per letter beyond it would leak more than it finds. */
export const PREFIX_LETTERS_MAX = 8;
/** Words of one field that are searchable. */
const FIELD_WORDS_MAX = 8;

/** Accents; and the dot within Catalan words, which `ŀ` folds into and which parts nothing. */
const MARKS = /\p{M}+|(?<=[\p{L}\p{N}])\u00b7(?=[\p{L}\p{N}])/gu;
const WORD = /[\p{L}\p{N}]+/gu;
/** Only letters of two code units need a word to be cut letter by letter. */
const SURROGATES = /[\ud800-\udfff]/;
const PLAIN_ASCII = /^[\0-\x7f]*$/;

/**
 * The searchable words of a text: compatibility forms folded, accents dropped, lower case, split at anything that is
 * neither letter nor digit; at most 8, each cut to its first 8 letters.
 */
export function searchWords(text: string): string[] {
  const folded = PLAIN_ASCII.test(text) ? text.toLowerCase() : text.normalize('NFKD').replace(MARKS, '').toLowerCase();
  const words: string[] = [];
  for (const word of folded.match(WORD) ?? []) {
    words.push(firstLetters(word, PREFIX_LETTERS_MAX));
    if (words.length === FIELD_WORDS_MAX) break;
  }
  return words;
}

/** A word and its beginnings of 3 letters and more, shortest first. */
export function prefixes(word: string): string[] {
  const letters = SURROGATES.test(word) ? [...word] : word;
  if (letters.length <= PREFIX_LETTERS_MIN) return [word];
  const found: string[] = [];
  for (let count = PREFIX_LETTERS_MIN; count <= letters.length; count++) {
    const beginning = letters.slice(0, count);
    found.push(typeof beginning === 'string' ? beginning : beginning.join(''));
  }
  return found;
}

function firstLetters(word: string, count: number): string {
  // A word of few code units is short in letters too, so the usual case needs no splitting.
  return word.length <= count ? word : [...word].slice(0, count).join('');
}

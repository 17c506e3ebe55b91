/** Tells words that no language forms from names, however rare: keyboard walks, repeats, letters without vowels. */

export interface Gibberish {
  rule: string;
  /** Characters at fault in the text: start (inclusive) and end (exclusive), in UTF-16 units. */
  span: [number, number];
}

const ROWS = ['qwertyuiop', 'qwertzuiop', 'azertyuiop', 'asdfghjkl', 'qsdfghjklm', 'zxcvbnm', 'yxcvbnm', 'wxcvbn'];
/** Walks of four letters that are nobody's name; Trew and Wert are, so elsewhere it takes five. */
const SHORT_WALKS = /asdf|sdfg|dfgh|fghj|ghjk|hjkl|fdsa|gfds|hgfd|jhgf|kjhg|lkjh|zxcv|xcvb|cvbn|vbnm|qwer|rewq|uiop/;
const WALK_LENGTH = 5;
const WALKS = new Set(ROWS.flatMap((row) => [...pieces(row), ...pieces([...row].toReversed().join(''))]));
/** A form of Teresa that happens to lie in a row of the French keyboard. */
WALKS.delete('treza');

function pieces(text: string): string[] {
  const count = Math.max(0, text.length - WALK_LENGTH + 1);
  return Array.from({ length: count }, (_, start) => text.slice(start, start + WALK_LENGTH));
}

const ORDINAL = /^\d{1,2}(?:st|nd|rd|th)$/;
/** Numerals that tell the generations of a family, up to XIX: a word of x alone is none. */
const ROMAN = /^x?(?:ix|iv|v?i{0,3})$/;
const LATIN = /^[a-z]+$/;
/** Sounds that one letter would write in another spelling, so that Goldschmidt and Szczepanski have no long clusters. */
const SPELT_SOUNDS = /tsch|sch|szcz|dsch|cz|sz|rz|dz|ch|sh|th|ph|ck|tz|gh|kh|zh|ng|st|ts/g;
/** More consonants in a row than the names of any language written in Latin letters have, spelt sounds counted as one. */
const CLUSTER = /[bcdfghjklmnpqrstvxz]{7,}/;
const SYLLABIC = /[aeiouyrlw]/;
const VOWEL = /[aeiouyw]/;

/** Own list; whole words only, because Scunthorpe and Dickinson are names. */
const PROFANE = new Set(
  (
    'fuck fucker fucking fuckyou fuckoff fucku motherfucker shit shithead bullshit asshole arsehole bitch cunt wanker bollocks ' +
    'bastard whore slut twat dickhead cocksucker penis vagina nigger faggot retard arschloch scheisse fotze wichser hurensohn ' +
    'merde putain connard salope enculer puta mierda cabron pendejo caralho cazzo stronzo vaffanculo kurwa chuj blyat'
  ).split(' '),
);

/** The first thing in a name that no name has; undefined for text that may be a name. */
export function gibberishIn(text: string): Gibberish | undefined {
  const sign = /https?:|www\.|[@<>{}[\]#$%^*=~|\\]/.exec(text);
  if (sign) return { rule: 'a sign no name has', span: [sign.index, sign.index + sign[0].length] };
  for (const match of text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
    const rule = ruleBrokenBy(match[0]);
    if (rule !== undefined) return { rule, span: [match.index, match.index + match[0].length] };
  }
  return undefined;
}

function ruleBrokenBy(word: string): string | undefined {
  const folded = ASCII_LETTERS.test(word) ? word.toLowerCase() : foldWord(word);
  if (/\p{N}/u.test(folded)) return ORDINAL.test(folded) ? undefined : 'digits';
  if (PROFANE.has(folded)) return 'profanity';
  if (!LATIN.test(folded) || ROMAN.test(folded)) return undefined;
  // Three in a row inside a word (Millls) is a slip of the finger.
  if (/(.)\1{3}|^(.)\2\2$/.test(folded)) return 'one letter repeated';
  if (/^(.{2,4})\1\1+$/.test(folded)) return 'letters repeated';
  if (isKeyboardWalk(folded)) return 'keyboard walk';
  // Initials written without dots, as in South India, have no vowels either.
  if (word.length <= 4 && word === word.toUpperCase()) return undefined;
  if (folded.length >= 4 && !SYLLABIC.test(folded)) return 'no vowel';
  if (folded.length >= 6 && !VOWEL.test(folded)) return 'no vowel';
  if (folded.length >= 7 && CLUSTER.test(folded.replace(SPELT_SOUNDS, 's'))) return 'no vowel for seven letters';
  return undefined;
}

const ASCII_LETTERS = /^[A-Za-z0-9]+$/;

function foldWord(word: string): string {
  return word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function isKeyboardWalk(folded: string): boolean {
  if (SHORT_WALKS.test(folded)) return true;
  for (let end = WALK_LENGTH; end <= folded.length; end++) {
    if (WALKS.has(folded.slice(end - WALK_LENGTH, end))) return true;
  }
  return false;
}

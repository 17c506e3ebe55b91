/** Finds characters that make a name look like another: hidden ones, look-alikes, scripts mixed inside one word. */

export interface Disguise {
  kind: 'control character' | 'invisible character' | 'look-alike letter' | 'mixed scripts';
  /** Characters at fault in the text: start (inclusive) and end (exclusive), in UTF-16 units. */
  span: [number, number];
  /** `U+0430 Cyrillic` for each character that gives it away. */
  codePoints: string[];
}

const PLAIN = /^[\x20-\x7E\u00C0-\u024F]*$/;
/** Tabs and line breaks come with pasted text and disguise nothing. */
const CONTROL = /[\p{Cc}\p{Co}\p{Cs}]/u;
/**
 * Joiners are part of the spelling of Persian and the scripts of India, direction marks come with pasted Arabic and
 * Hebrew, so those stay unless no letter of such a script is there.
 */
const INVISIBLE = /[\p{Cf}\u115F\u1160\u3164\uFFA0\u2800]/u;
const NEEDS_JOINERS =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Thai}]/u;
const JOINERS = new Set(['\u200C', '\u200D', '\u200E', '\u200F', '\u061C']);
/** Styled alphabets (mathematical, enclosed) that read as plain letters. Full-width letters are left: Japanese forms ask for them. */
const STYLED = /[\u{1D400}-\u{1D7FF}\u{1F110}-\u{1F189}\u24B6-\u24E9]/u;

const SCRIPTS: readonly [name: string, pattern: RegExp][] = [
  ['Latin', /\p{Script=Latin}/u],
  ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Greek', /\p{Script=Greek}/u],
  ['Armenian', /\p{Script=Armenian}/u],
  ['Georgian', /\p{Script=Georgian}/u],
  ['Hebrew', /\p{Script=Hebrew}/u],
  ['Arabic', /\p{Script=Arabic}/u],
  ['Cherokee', /\p{Script=Cherokee}/u],
  ['Coptic', /\p{Script=Coptic}/u],
  ['Lisu', /\p{Script=Lisu}/u],
];

/** The first disguise in a name; undefined for plainly written text of any script. */
export function disguiseIn(text: string): Disguise | undefined {
  if (PLAIN.test(text)) return undefined;
  return hiddenIn(text) ?? mixedIn(text);
}

function hiddenIn(text: string): Disguise | undefined {
  const joinersBelong = NEEDS_JOINERS.test(text);
  let index = 0;
  for (const character of text) {
    const kind = kindOf(character, joinersBelong);
    if (kind) return { kind, span: [index, index + character.length], codePoints: [codePoint(character)] };
    index += character.length;
  }
  return undefined;
}

function kindOf(character: string, joinersBelong: boolean): Disguise['kind'] | undefined {
  if (/\s/u.test(character)) return undefined;
  if (CONTROL.test(character)) return 'control character';
  if (STYLED.test(character)) return 'look-alike letter';
  if (!INVISIBLE.test(character)) return undefined;
  return joinersBelong && JOINERS.has(character) ? undefined : 'invisible character';
}

function mixedIn(text: string): Disguise | undefined {
  for (const match of text.matchAll(/[\p{L}\p{M}]+/gu)) {
    const scripts = new Map<string, string[]>();
    for (const character of match[0]) {
      const script = SCRIPTS.find(([, pattern]) => pattern.test(character))?.[0];
      if (script !== undefined) scripts.set(script, [...(scripts.get(script) ?? []), character]);
    }
    if (scripts.size < 2) continue;
    // The script with fewer letters is the one slipped in.
    const fewest = [...scripts].toSorted(([, one], [, other]) => one.length - other.length)[0];
    const [script, letters] = fewest ?? ['', []];
    return {
      kind: 'mixed scripts',
      span: [match.index, match.index + match[0].length],
      codePoints: [...new Set(letters)].map((letter) => `${codePoint(letter)} ${script}`),
    };
  }
  return undefined;
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

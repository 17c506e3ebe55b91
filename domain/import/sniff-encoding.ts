/** Tells the character encoding of a file from its first bytes. */
import chardet from 'chardet';

export type SniffedEncoding = { encoding: string; bom: number };

/** Encodings chardet may answer with that business files are really written in, with the name we use. */
const BELIEVED: Record<string, string> = {
  Shift_JIS: 'shift_jis',
  Big5: 'big5',
  GB18030: 'gb18030',
  'EUC-JP': 'euc-jp',
  'EUC-KR': 'euc-kr',
  'KOI8-R': 'koi8-r',
  'windows-1250': 'windows-1250',
  'windows-1251': 'windows-1251',
  'windows-1253': 'windows-1253',
  'windows-1254': 'windows-1254',
  'windows-1255': 'windows-1255',
  'windows-1256': 'windows-1256',
  'ISO-8859-2': 'iso-8859-2',
  'ISO-8859-5': 'iso-8859-5',
  'ISO-8859-7': 'windows-1253',
  'ISO-8859-8': 'windows-1255',
  'ISO-8859-9': 'windows-1254',
};
/** Chardet's confidence is low for lists of names even when it is right; noise stays below this. */
const CONFIDENCE_MIN = 20;
/** How far an answer must be ahead of Western European, which any text with a few accents resembles. */
const AHEAD = 1.3;

/**
 * Rules in order: byte order mark; UTF-16 by its zero bytes; valid UTF-8; mostly valid UTF-8 (a file put together from
 * several); what the statistics of chardet are sure of; else Windows-1252, which every byte fits. `bom` is its length.
 */
export function sniffEncoding(head: Uint8Array): SniffedEncoding {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', bom: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', bom: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', bom: 2 };
  const wide = utf16ByZeros(head);
  if (wide) return { encoding: wide, bom: 0 };
  const { wrong, multi } = utf8Counts(head);
  if (wrong === 0 || multi > 4 * wrong) return { encoding: 'utf-8', bom: 0 };
  const answers = chardet.analyse(head);
  const western = answers.find(({ name }) => name === 'ISO-8859-1' || name === 'windows-1252')?.confidence ?? 0;
  const best = answers[0];
  const encoding = best && BELIEVED[best.name];
  if (encoding && best.confidence >= CONFIDENCE_MIN && best.confidence >= AHEAD * western) return { encoding, bom: 0 };
  return { encoding: 'windows-1252', bom: 0 };
}

/** Delimiters, digits and line ends are ASCII in every script, so one byte of many pairs is zero. */
function utf16ByZeros(head: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const pairs = Math.min(head.length, 65_536) >> 1;
  if (pairs < 2) return undefined;
  let even = 0;
  let odd = 0;
  for (let pair = 0; pair < pairs; pair++) {
    if (head[2 * pair] === 0) even++;
    if (head[2 * pair + 1] === 0) odd++;
  }
  if (odd > 0.1 * pairs && even < 0.02 * pairs) return 'utf-16le';
  return even > 0.1 * pairs && odd < 0.02 * pairs ? 'utf-16be' : undefined;
}

/** Counts whole multi-byte characters and wrong bytes; a character cut off by the end of the sample is neither. */
function utf8Counts(head: Uint8Array): { wrong: number; multi: number } {
  let wrong = 0;
  let multi = 0;
  for (let at = 0; at < head.length; ) {
    const byte = head[at]!;
    if (byte < 0x80) {
      at++;
      continue;
    }
    const length = byte >= 0xf0 && byte < 0xf5 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 0;
    const rest = head.subarray(at + 1, at + length);
    if (length > 0 && byte < 0xf5 && rest.every((next) => (next & 0xc0) === 0x80)) {
      if (rest.length < length - 1) break;
      multi++;
      at += length;
    } else {
      wrong++;
      at++;
    }
  }
  return { wrong, multi };
}

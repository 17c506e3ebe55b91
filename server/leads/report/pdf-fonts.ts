/**
 * The two fonts that every reader of PDF has, so that none is carried along: widths of their letters and how text is
 * written in them. Widths from Adobe's font metrics of Helvetica and Helvetica-Bold, in thousandths of the size.
 */
const WIDTHS = {
  plain:
    '278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584',
  bold: '278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 333 333 584 584 584 611 975 722 722 722 722 667 611 778 722 278 556 722 611 833 722 778 667 778 722 667 611 722 667 944 667 667 611 333 278 333 584 556 333 556 611 556 611 556 333 611 611 278 278 556 278 889 611 611 611 611 389 556 333 611 556 778 556 556 500 389 280 389 584',
};
const widths = { plain: WIDTHS.plain.split(' ').map(Number), bold: WIDTHS.bold.split(' ').map(Number) };
const FIRST = 32;
const LAST = 126;
const OTHER_WIDTH = 556;

/** Letters beyond Latin-1 that the encoding has (Windows 1252), with their bytes and widths. */
const EXTRA: Record<string, [byte: number, width: number]> = {
  '€': [0x80, 556],
  '…': [0x85, 1000],
  '‘': [0x91, 222],
  '’': [0x92, 222],
  '“': [0x93, 333],
  '”': [0x94, 333],
  '•': [0x95, 350],
  '–': [0x96, 556],
  '—': [0x97, 1000],
};

export type FontName = keyof typeof widths;

/** Text as the fonts can show it: marks they lack fall off their letters, letters they lack become a question mark. */
export function showable(text: string): string {
  return Array.from(text, (letter) => {
    if (EXTRA[letter] || isLatin(letter)) return letter;
    const base = letter.normalize('NFKD')[0] ?? '?';
    return isLatin(base) ? base : '?';
  }).join('');
}

function isLatin(letter: string): boolean {
  const code = letter.codePointAt(0) ?? 0;
  return (code >= FIRST && code <= LAST) || (code >= 0xa0 && code <= 0xff);
}

/** Width of text that is showable, in points at a size in points. */
export function widthOf(text: string, font: FontName, size: number): number {
  let width = 0;
  for (const letter of text) {
    const base = (letter.normalize('NFD')[0] ?? letter).codePointAt(0) ?? 0;
    width += EXTRA[letter]?.[1] ?? widths[font][base - FIRST] ?? OTHER_WIDTH;
  }
  return (width * size) / 1000;
}

/** A string of a content stream. */
export function literal(text: string): string {
  const bytes = Array.from(text, (letter) => EXTRA[letter]?.[0] ?? letter.codePointAt(0) ?? 63);
  return `<${Buffer.from(bytes).toString('hex')}>`;
}

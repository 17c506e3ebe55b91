/** A small writer of PDF 1.4 (ISO 32000-1): pages of A4 with text, lines and boxes in the two standard fonts. */
import { deflateSync } from 'node:zlib';
import { type FontName, literal, showable, widthOf } from './pdf-fonts.ts';

export const PAGE = { width: 595, height: 842, margin: 42 };
export const CONTENT_WIDTH = PAGE.width - 2 * PAGE.margin;

export interface TextStyle {
  size: number;
  font?: FontName;
  /** Red, green and blue, 0 to 1. */
  color?: readonly [number, number, number];
}

const INK = [0.09, 0.1, 0.13] as const;
const FONTS: Record<FontName, string> = { plain: 'F1', bold: 'F2' };
/** One page of a list has so many letters at most; a longer word is cut into lines. */
const LINE_HEIGHT = 1.35;

export type PdfPages = ReturnType<typeof pdfPages>;

/** Collects pages; `y` runs down from the top margin. */
export function pdfPages(footer: (page: number, pages: number) => string) {
  const pages: string[][] = [[]];
  let y = PAGE.margin;
  const write = (operator: string) => pages.at(-1)?.push(operator);
  const up = (fromTop: number) => (PAGE.height - fromTop).toFixed(2);
  const color = ([r, g, b]: readonly [number, number, number], operator: 'rg' | 'RG') => `${r} ${g} ${b} ${operator}`;

  function textAt(x: number, baseline: number, text: string, { size, font = 'plain', color: ink = INK }: TextStyle) {
    const at = `${x.toFixed(2)} ${up(baseline)} Td`;
    return `BT ${color(ink, 'rg')} /${FONTS[font]} ${size} Tf ${at} ${literal(showable(text))} Tj ET`;
  }

  return {
    get y() {
      return y;
    },

    /** Goes to a new page unless so much height is left. True when it did. */
    room(height: number): boolean {
      if (y + height <= PAGE.height - PAGE.margin - 16) return false;
      pages.push([]);
      y = PAGE.margin;
      return true;
    },

    /** Moves down. */
    skip(height: number): void {
      y += height;
    },

    /** One line at a place of the current height; `right` aligns it to that edge. */
    line(text: string, style: TextStyle, { x = 0, right }: { x?: number; right?: number } = {}): void {
      const shown = showable(text);
      const left = right === undefined ? x : right - widthOf(shown, style.font ?? 'plain', style.size);
      write(textAt(PAGE.margin + left, y + style.size, shown, style));
    },

    /** Text over as many lines as it takes, then moves below it. */
    paragraph(
      text: string,
      style: TextStyle,
      { x = 0, width = CONTENT_WIDTH }: { x?: number; width?: number } = {},
    ): void {
      for (const part of wrapped(text, style, width - x)) {
        this.room(style.size * LINE_HEIGHT);
        this.line(part, style, { x });
        y += style.size * LINE_HEIGHT;
      }
    },

    /** A line across. */
    rule(): void {
      write(
        `0.5 w ${color([0.9, 0.9, 0.88], 'RG')} ${PAGE.margin} ${up(y)} m ${PAGE.width - PAGE.margin} ${up(y)} l S`,
      );
    },

    /** A filled box, from the current height down. */
    box(x: number, top: number, width: number, height: number, fill: readonly [number, number, number]): void {
      const at = `${(PAGE.margin + x).toFixed(2)} ${up(y + top + height)} ${width.toFixed(2)} ${height.toFixed(2)}`;
      write(`${color(fill, 'rg')} ${at} re f`);
    },

    /** The file. */
    end(info: { title: string; made: Date }): Buffer {
      const contents = pages.map((operators, index) => {
        const foot = textAt(PAGE.margin, PAGE.height - 26, footer(index + 1, pages.length), {
          size: 8,
          color: [0.36, 0.38, 0.42],
        });
        return deflateSync(Buffer.from([...operators, foot].join('\n'), 'latin1'));
      });
      return fileOf(contents, info);
    },
  };
}

/** Breaks text into lines no wider than `width`; a word that is wider is cut. */
export function wrapped(text: string, { size, font = 'plain' }: TextStyle, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  const fits = (candidate: string) => widthOf(candidate, font, size) <= width;
  for (const word of showable(text).split(' ')) {
    const candidate = line === '' ? word : `${line} ${word}`;
    if (fits(candidate)) {
      line = candidate;
      continue;
    }
    if (line !== '') lines.push(line);
    line = '';
    for (const letter of word) {
      if (line !== '' && !fits(line + letter)) {
        lines.push(line);
        line = '';
      }
      line += letter;
    }
  }
  lines.push(line);
  return lines;
}

function fileOf(contents: readonly Buffer[], { title, made }: { title: string; made: Date }): Buffer {
  const stamp = `D:${made.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`;
  const kids = contents.map((_, index) => `${6 + 2 * index} 0 R`).join(' ');
  const font = (name: string) => `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
  const objects: Buffer[] = [
    Buffer.from('<< /Type /Catalog /Pages 2 0 R /Lang (en) >>'),
    Buffer.from(`<< /Type /Pages /Kids [${kids}] /Count ${contents.length} >>`),
    Buffer.from(font('Helvetica')),
    Buffer.from(font('Helvetica-Bold')),
    Buffer.from(`<< /Title ${literal(showable(title))} /Producer (Assay) /CreationDate (${stamp}) >>`),
    ...contents.flatMap((content, index) => [
      Buffer.from(
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${PAGE.width} ${PAGE.height}] /Contents ${7 + 2 * index} 0 R
/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>`,
      ),
      Buffer.concat([
        Buffer.from(`<< /Length ${content.length} /Filter /FlateDecode >>\nstream\n`),
        content,
        Buffer.from('\nendstream'),
      ]),
    ]),
  ];
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  let length = parts[0]?.length ?? 0;
  const starts: number[] = [];
  for (const [index, object] of objects.entries()) {
    const part = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')]);
    starts.push(length);
    parts.push(part);
    length += part.length;
  }
  const table = starts.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('');
  parts.push(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info 5 0 R >>\nstartxref\n${length}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}

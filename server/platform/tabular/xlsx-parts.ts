/** Reads the small parts of a workbook: its sheets, its number formats, its shared texts. */
import { posix } from 'node:path';
import { TableError, type TableLimits } from './table-error.ts';
import type { Archive } from './xlsx-archive.ts';
import { type NumberStyle, numberStyle } from './xlsx-number.ts';
import { readXml } from './xlsx-xml.ts';

export type Workbook = {
  /** Visible sheets in order. */
  sheets: { name: string; part: string }[];
  from1904: boolean;
  sharedStringsPart: string | undefined;
  stylesPart: string | undefined;
};
type Relation = { id: string; type: string; target: string };

/** Throws TableError `not_a_table` where the archive is no workbook. */
export async function readWorkbook(archive: Archive): Promise<Workbook> {
  const roots = archive.has('_rels/.rels') ? await readRelations(archive, '') : [];
  const main = roots.find((relation) => relation.type === 'officeDocument')?.target ?? 'xl/workbook.xml';
  if (!archive.has(main)) throw new TableError('not_a_table', 'This archive is no Excel workbook.');
  const relations = await readRelations(archive, main);
  const listed: { name: string; id: string; hidden: boolean }[] = [];
  let from1904 = false;
  await readXml(await archive.open(main), {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = attributes.date1904 === '1' || attributes.date1904 === 'true';
      if (name !== 'sheet') return;
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
      const hidden = attributes.state !== undefined && attributes.state !== 'visible';
      listed.push({ name: attributes.name ?? '', id, hidden });
    },
    close() {},
    text() {},
  });
  const partOf = (id: string) =>
    relations.find((relation) => relation.id === id && relation.type === 'worksheet')?.target;
  const sheets = listed.flatMap(({ name, id, hidden }) => {
    const part = partOf(id);
    return part !== undefined && !hidden ? [{ name, part }] : [];
  });
  if (sheets.length === 0) throw new TableError('not_a_table', 'The workbook has no visible sheet of cells.');
  const partWith = (type: string) => {
    const target = relations.find((relation) => relation.type === type)?.target;
    return target !== undefined && archive.has(target) ? target : undefined;
  };
  return { sheets, from1904, sharedStringsPart: partWith('sharedStrings'), stylesPart: partWith('styles') };
}

async function readRelations(archive: Archive, of: string): Promise<Relation[]> {
  const folder = posix.dirname(of);
  const part = posix.join(folder, '_rels', `${posix.basename(of)}.rels`);
  const found: Relation[] = [];
  if (!archive.has(part)) return found;
  await readXml(await archive.open(part), {
    open(name, { Id = '', Type = '', Target = '' }) {
      if (name !== 'Relationship') return;
      const target = Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target);
      found.push({ id: Id, type: Type.slice(Type.lastIndexOf('/') + 1), target });
    },
    close() {},
    text() {},
  });
  return found;
}

/** The number style of each cell format, by its index. */
export async function readStyles(archive: Archive, part: string | undefined): Promise<NumberStyle[]> {
  const codes = new Map<number, string>();
  const styles: NumberStyle[] = [];
  if (part === undefined) return styles;
  let inCellFormats = false;
  await readXml(await archive.open(part), {
    open(name, attributes) {
      if (name === 'numFmt') codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '');
      if (name === 'cellXfs') inCellFormats = true;
      if (name !== 'xf' || !inCellFormats) return;
      const id = Number(attributes.numFmtId ?? 0);
      styles.push(numberStyle(id, codes.get(id)));
    },
    close(name) {
      if (name === 'cellXfs') inCellFormats = false;
    },
    text() {},
  });
  return styles;
}

/** The shared texts by index. Throws TableError `zip_bomb` where they would not fit into memory. */
export async function readSharedStrings(
  archive: Archive,
  part: string | undefined,
  limits: TableLimits,
): Promise<string[]> {
  const strings: string[] = [];
  if (part === undefined) return strings;
  let characters = 0;
  let current = '';
  let inText = false;
  let phonetic = 0;
  await readXml(await archive.open(part), {
    open(name) {
      if (name === 'si') current = '';
      else if (name === 't') inText = phonetic === 0;
      else if (name === 'rPh') phonetic++;
    },
    close(name) {
      if (name === 't') inText = false;
      else if (name === 'rPh') phonetic--;
      if (name !== 'si') return;
      // An entry costs memory even when it is empty.
      characters += current.length + 16;
      if (characters > limits.maxSharedCharacters) {
        throw new TableError('zip_bomb', 'The workbook holds more text than fits into memory; save the sheet as CSV.');
      }
      strings.push(unescapeText(current));
    },
    text(text) {
      if (inText) current += text;
    },
  });
  return strings;
}

/** `_x000D_` stands for a character XML cannot hold; ECMA-376 part 1, 22.9.2.19. */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** Streams the rows of one sheet of an XLSX workbook. Formulas are never run: a cell counts for its stored value. */
import type { NoteReason } from '#contract/import.ts';
import type { TableRow } from '#domain/import/table-row.ts';
import { TableError, type TableLimits } from './table-error.ts';
import { asTableError, openArchive } from './xlsx-archive.ts';
import { type NumberStyle, numberText } from './xlsx-number.ts';
import { readSharedStrings, readStyles, readWorkbook, unescapeText } from './xlsx-parts.ts';
import { streamXml, type XmlHandlers } from './xlsx-xml.ts';

const BATCH_ROWS = 500;
const RAW_MAX = 500;

/** Names of the visible sheets, in order. Throws TableError. */
export async function listSheets(source: string | Buffer, limits: TableLimits): Promise<string[]> {
  const archive = await openArchive(source, limits);
  try {
    return (await readWorkbook(archive)).sheets.map((sheet) => sheet.name);
  } catch (error) {
    throw asTableError(error);
  } finally {
    archive.close();
  }
}

/** Yields batches of rows of a sheet, the first one when no name is given. Throws TableError. */
export async function* readXlsx(
  source: string | Buffer,
  sheetName: string | undefined,
  limits: TableLimits,
): AsyncGenerator<TableRow[]> {
  const archive = await openArchive(source, limits);
  try {
    const workbook = await readWorkbook(archive);
    const sheet = sheetName === undefined ? workbook.sheets[0] : workbook.sheets.find(({ name }) => name === sheetName);
    if (sheet === undefined) throw new TableError('no_such_sheet', `The workbook has no sheet "${sheetName}".`);
    const styles = await readStyles(archive, workbook.stylesPart);
    const shared = await readSharedStrings(archive, workbook.sharedStringsPart, limits);
    const rows: TableRow[] = [];
    const handlers = sheetHandlers(rows, { styles, shared, from1904: workbook.from1904 }, limits);
    for await (const _ of streamXml(await archive.open(sheet.part), handlers)) {
      if (rows.length >= BATCH_ROWS) yield rows.splice(0);
    }
    if (rows.length > 0) yield rows;
  } catch (error) {
    throw asTableError(error);
  } finally {
    archive.close();
  }
}

type Tables = { styles: NumberStyle[]; shared: string[]; from1904: boolean };

function sheetHandlers(rows: TableRow[], tables: Tables, limits: TableLimits): XmlHandlers {
  let row = 0;
  let cells: string[] = [];
  let column = -1;
  let width = 0;
  let characters = 0;
  let notes: NoteReason[] | undefined;
  let type = '';
  let style = 0;
  let text = '';
  let inValue = false;
  let formula = false;
  let phonetic = 0;

  function open(name: string, attributes: Record<string, string>): void {
    if (name === 'v' || name === 't') inValue = phonetic === 0;
    else if (name === 'c') {
      column = attributes.r === undefined ? column + 1 : columnIndex(attributes.r, column + 1);
      type = attributes.t ?? 'n';
      style = Number(attributes.s ?? 0);
      text = '';
      formula = false;
    } else if (name === 'f') formula = true;
    else if (name === 'rPh') phonetic++;
    else if (name === 'row') {
      row = Math.max(row + 1, Number(attributes.r ?? 0) || 0);
      cells = [];
      column = -1;
      width = 0;
      characters = 0;
      notes = undefined;
    }
  }

  function close(name: string): void {
    if (name === 'v' || name === 't') inValue = false;
    else if (name === 'c') endCell();
    else if (name === 'rPh') phonetic--;
    else if (name === 'row') endRow();
  }

  function endCell(): void {
    const value = cellText(type, text, tables, style);
    if (formula && value === '' && notes === undefined) notes = ['formula_without_value'];
    if (value === '') return;
    characters += value.length;
    width = Math.max(width, column + 1);
    if (column >= limits.maxColumns || characters > limits.maxRowCharacters) return;
    while (cells.length < column) cells.push('');
    cells[column] = value;
  }

  function endRow(): void {
    if (characters === 0) return;
    const found: TableRow = notes ? { row, line: row, cells, notes } : { row, line: row, cells };
    if (characters > limits.maxRowCharacters) {
      refuse(found, 'row_too_large', `the row is longer than ${limits.maxRowCharacters} characters`);
    } else if (width > limits.maxColumns) {
      refuse(found, 'too_many_columns', `the row has ${width} cells; at most ${limits.maxColumns} are read`);
    }
    rows.push(found);
  }

  return {
    open,
    close,
    text(part) {
      if (inValue && text.length <= limits.maxRowCharacters) text += part;
    },
  };
}

function refuse(row: TableRow, reason: 'row_too_large' | 'too_many_columns', message: string): void {
  row.fault = { reason, message, raw: row.cells.join(' | ').slice(0, RAW_MAX) };
  row.cells = [];
}

function cellText(type: string, text: string, { styles, shared, from1904 }: Tables, style: number): string {
  if (text === '') return '';
  if (type === 's') return shared[Number(text)] ?? '';
  if (type === 'n') return numberText(text, styles[style] ?? { kind: 'plain' }, from1904);
  if (type === 'b') return text === '1' || text === 'true' ? 'true' : 'false';
  return unescapeText(text);
}

/** Column of a reference like `AB12`, from 0; the given one where it is none. */
function columnIndex(reference: string, otherwise: number): number {
  let index = 0;
  for (let at = 0; at < reference.length && at < 4; at++) {
    const code = reference.charCodeAt(at);
    if (code < 65 || code > 90) break;
    index = index * 26 + (code - 64);
  }
  return index === 0 ? otherwise : index - 1;
}

/** Streams an XLSX workbook: texts inline, times as dates, a new sheet when one is full. Nothing in it is a formula. */
import { PassThrough, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { harmless } from './csv-line.ts';
import { close, send } from './sink.ts';
import type { OutCell, OutColumn, TableWriter } from './write-table.ts';

/** Excel's own limits. */
const SHEET_ROWS = 1_048_576;
const CELL_CHARACTERS = 32_767;
const EPOCH_1900_DAYS = 25_569;
const DAY_MS = 86_400_000;
const ROWS_PER_CHUNK = 1000;
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
/** Cell formats: 0 plain, 1 time, 2 header. */
const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>`;
const SHEET_START = `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`;

/** `sheetRows` is the number of rows, header included, after which a new sheet begins. */
export function xlsxWriter(columns: readonly OutColumn[], sink: Writable, sheetRows = SHEET_ROWS): TableWriter {
  const zip = new ZipFile();
  const piped = pipeline(zip.outputStream, sink);
  // A failure is met by the next write or by `end`; until then it must not count as unhandled.
  piped.catch(() => {});
  const letters = columns.map((_, index) => columnLetters(index));
  let sheet: PassThrough | undefined;
  let sheets = 0;
  let row = 0;

  async function openSheet(): Promise<PassThrough> {
    const stream = new PassThrough();
    sheets++;
    row = 1;
    zip.addReadStream(stream, `xl/worksheets/sheet${sheets}.xml`);
    // When the receiver goes, nothing reads this stream any more and a waiting write would wait forever.
    piped.catch((error: Error) => stream.destroy(error));
    stream.on('error', () => {});
    const header = columns.map(({ name }, index) => textCell(`${letters[index]}1`, name, 2)).join('');
    await send(stream, `${SHEET_START}<row r="1">${header}</row>`);
    return stream;
  }

  async function closeSheet(): Promise<void> {
    if (sheet === undefined) return;
    await send(sheet, '</sheetData></worksheet>');
    await close(sheet);
    sheet = undefined;
  }

  async function write(rows: readonly (readonly OutCell[])[]): Promise<void> {
    for (let at = 0; at < rows.length; ) {
      if (sheet !== undefined && row >= sheetRows) await closeSheet();
      sheet ??= await openSheet();
      const chunk = rows.slice(at, at + Math.min(ROWS_PER_CHUNK, sheetRows - row));
      await send(sheet, chunk.map(rowXml).join(''));
      at += chunk.length;
    }
  }

  function rowXml(cells: readonly OutCell[]): string {
    row++;
    let xml = `<row r="${row}">`;
    for (const [index, { type }] of columns.entries()) xml += cellXml(`${letters[index]}${row}`, cells[index], type);
    return `${xml}</row>`;
  }

  async function end(): Promise<void> {
    sheet ??= sheets === 0 ? await openSheet() : undefined;
    await closeSheet();
    for (const [name, xml] of frame(sheets)) zip.addBuffer(Buffer.from(xml), name);
    zip.end();
    await piped;
  }

  return { write, end };
}

function cellXml(place: string, value: OutCell, type: OutColumn['type']): string {
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'boolean') return `<c r="${place}" t="b"><v>${value ? 1 : 0}</v></c>`;
  if (type === 'number' && typeof value === 'number') {
    return Number.isFinite(value) ? `<c r="${place}"><v>${value}</v></c>` : '';
  }
  if (type === 'time') {
    const ms = value instanceof Date ? value.getTime() : Date.parse(String(value));
    if (!Number.isNaN(ms)) return `<c r="${place}" s="1"><v>${ms / DAY_MS + EPOCH_1900_DAYS}</v></c>`;
  }
  return textCell(place, value instanceof Date ? value.toISOString() : String(value), 0);
}

function textCell(place: string, text: string, style: number): string {
  const xml = escapeXml(harmless(text).slice(0, CELL_CHARACTERS));
  return `<c r="${place}" t="inlineStr"${style ? ` s="${style}"` : ''}><is><t xml:space="preserve">${xml}</t></is></c>`;
}

/** Characters XML cannot hold become `_xHHHH_`, and a text that looks like that is escaped itself (ECMA-376, 22.9.2.19). */
function escapeXml(text: string): string {
  if (!/[<>&_\r\p{Cc}\p{Cs}\uFFFE\uFFFF]/u.test(text)) return text;
  return text
    .toWellFormed()
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[^\P{Cc}\n\t\u007F-\u009F]|[\uFFFE\uFFFF]/gu, (character) => {
      return `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
    })
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

function columnLetters(index: number): string {
  const rest = Math.floor(index / 26) - 1;
  return `${rest >= 0 ? columnLetters(rest) : ''}${String.fromCharCode(65 + (index % 26))}`;
}

/** The small parts that make the sheets a workbook. */
function frame(sheets: number): [name: string, xml: string][] {
  const numbers = Array.from({ length: sheets }, (_, index) => index + 1);
  const listed = numbers.map((n) => `<sheet name="Sheet${n}" sheetId="${n}" r:id="rId${n}"/>`).join('');
  const relations = numbers
    .map((n) => `<Relationship Id="rId${n}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${n}.xml"/>`)
    .join('');
  const overrides = numbers
    .map((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${TYPES}.worksheet+xml"/>`)
    .join('');
  return [
    ['xl/workbook.xml', `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${listed}</sheets></workbook>`],
    ['xl/styles.xml', STYLES],
    [
      'xl/_rels/workbook.xml.rels',
      `${XML}<Relationships xmlns="${RELATIONS}">${relations}<Relationship Id="rIdStyles" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    ],
    [
      '_rels/.rels',
      `${XML}<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      '[Content_Types].xml',
      `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/>${overrides}</Types>`,
    ],
  ];
}

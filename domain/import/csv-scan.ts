/**
 * Splits delimited text into rows, chunk by chunk, and never gives up on a file because of one bad row.
 * The grammar is RFC 4180 with what files really hold: any delimiter and quote, any line end, spaces around quotes,
 * quotes left bare inside a cell. A quote that never closes costs the line it stands in, not the rest of the file.
 */
import { afterLineEnd, countLineEnds, lineEnd } from './line-ends.ts';
import type { RowFault, TableRow } from './table-row.ts';

export type CsvDialect = {
  delimiter: string;
  /** Empty: nothing is quoted. */
  quote: string;
  /** Columns a row should have, where known; tells a swallowed line from a long text. */
  columns?: number;
};

export type CsvLimits = { maxRowCharacters: number; maxColumns: number };

const LF = 10;
const CR = 13;
const SPACE = 32;
const RAW_MAX = 500;
/** How far behind a stray quote the closing one is looked for; a bound, so that many of them cost no more than few. */
const LOOK_AHEAD = 2000;
/** How many cells of a row get that look ahead. */
const STRAY_MAX = 1000;

/** The cells of all rows that nobody wants. */
const NO_CELLS: string[] = [];
Object.freeze(NO_CELLS);

/**
 * Returns a scanner: feed it text with `push`, then call `end`; complete rows are appended to `out`. A row whose number
 * `isWanted` refuses comes without its cells, which are most of what a row takes.
 * Blank rows are counted and left out. Rereading after an unclosed quote
 * stays linear: a line that opens a quote has an odd number of them, so inside quotes it would have closed it.
 */
export function csvScanner(dialect: CsvDialect, limits: CsvLimits, isWanted: (row: number) => boolean = () => true) {
  const delimiter = dialect.delimiter.charCodeAt(0);
  const quote = dialect.quote === '' ? -1 : dialect.quote.charCodeAt(0);
  const expected = dialect.columns ?? 0;
  let text = '';
  const waiting: string[] = [];
  let waitingLength = 0;
  let row = 1;
  let line = 1;
  /** Inside a row that is over the limit: everything up to the next line end is thrown away. */
  let skipping = false;
  let strays = 0;
  let lastWasCr = false;

  function push(chunk: string, out: TableRow[]): void {
    waiting.push(chunk);
    waitingLength += chunk.length;
    // Waiting until the text has doubled keeps the rescan of a long unfinished row linear.
    if (waitingLength < text.length) return;
    scan(false, out);
  }

  function end(out: TableRow[]): void {
    scan(true, out);
  }

  function scan(final: boolean, out: TableRow[]): void {
    text = waiting.length === 1 && text === '' ? waiting[0]! : text + waiting.join('');
    waiting.length = 0;
    waitingLength = 0;
    let from = 0;
    if (lastWasCr && text.length > 0) {
      if (text.charCodeAt(0) === LF) from = 1;
      lastWasCr = false;
    }
    while (from < text.length) {
      if (skipping) {
        const next = lineEnd(text, from);
        if (next === -1) {
          from = text.length;
          break;
        }
        from = behind(next);
        skipping = false;
        line++;
        row++;
        continue;
      }
      const next = scanRow(from, final, out);
      if (next === -1) break;
      from = next;
    }
    text = from >= text.length ? '' : text.slice(from);
    if (!skipping && text.length > limits.maxRowCharacters) overflow(out);
  }

  /** Scans one row from `start`; returns where the next begins, or -1 when the row is not complete yet. */
  function scanRow(start: number, final: boolean, out: TableRow[]): number {
    const source = text;
    const length = source.length;
    const wanted = isWanted(row);
    const cells: string[] = wanted ? [] : NO_CELLS;
    let cellCount = 0;
    let filled = false;
    let lines = 0;
    let loose = false;
    strays = 0;
    let at = start;
    for (;;) {
      let value: string;
      let opening = at;
      if (quote !== -1) {
        while (opening < length && source.charCodeAt(opening) === SPACE && delimiter !== SPACE) opening++;
      }
      if (quote !== -1 && opening < length && source.charCodeAt(opening) === quote) {
        const cell = scanQuoted(opening, at, final);
        if (cell === INCOMPLETE) {
          if (!final && length - start <= limits.maxRowCharacters) return -1;
          if (lineEnd(text, start) === -1 && !final) return -1;
          return unclosed(start, opening, line + lines, out);
        }
        if (cell === UNCLOSED) return unclosed(start, opening, line + lines, out);
        value = cell.value;
        lines += cell.lines;
        if (cell.loose) loose = true;
        at = cell.next;
      } else {
        const cellStart = at;
        let code = 0;
        while (at < length) {
          code = source.charCodeAt(at);
          if (code === delimiter || code === LF || code === CR) break;
          at++;
        }
        value = source.slice(cellStart, at);
      }
      if (at >= length && !final) return -1;
      cellCount++;
      if (wanted && cellCount <= limits.maxColumns) cells.push(value);
      if (value.length > 0) filled = true;
      if (at < length && source.charCodeAt(at) === delimiter) {
        at++;
        continue;
      }
      break;
    }
    if (lines > 0 && expected > 1 && cellCount !== expected && swallowed(start)) {
      return unclosed(start, start, line, out);
    }
    const found: TableRow = { row, line, cells };
    if (cellCount > limits.maxColumns) {
      found.cells = [];
      found.fault = {
        reason: 'too_many_columns',
        message: `the row has ${cellCount} cells; at most ${limits.maxColumns} are read`,
        raw: copy(source, start, at),
      };
    } else if (at - start > limits.maxRowCharacters) {
      found.cells = [];
      found.fault = tooLarge(start);
    }
    if (loose) found.notes = ['loose_quotes'];
    if (filled) out.push(found);
    line += lines + 1;
    row++;
    return behind(at);
  }

  /** Reads a quoted cell whose quote stands at `opening`; the cell itself began at `cellStart`. */
  function scanQuoted(
    opening: number,
    cellStart: number,
    final: boolean,
  ): QuotedCell | typeof INCOMPLETE | typeof UNCLOSED {
    const source = text;
    const length = source.length;
    const mark = dialect.quote;
    let doubled = false;
    let from = opening + 1;
    for (;;) {
      const at = source.indexOf(mark, from);
      if (at === -1) return INCOMPLETE;
      if (at + 1 >= length && !final) return INCOMPLETE;
      if (source.charCodeAt(at + 1) === quote) {
        doubled = true;
        from = at + 2;
        continue;
      }
      const next = closesAt(at);
      if (next === -2 && !final) return INCOMPLETE;
      if (next !== -1) {
        const value = source.slice(opening + 1, at);
        return {
          value: doubled ? value.replaceAll(mark + mark, mark) : value,
          next: next === -2 ? length : next,
          lines: countLineEnds(text, opening + 1, at),
          loose: false,
        };
      }
      if (countLineEnds(text, opening + 1, at) > 0) return UNCLOSED;
      // The quote is inside the cell. Either a later one closes the cell in this line, or the cell was never quoted.
      if (!final && at + LOOK_AHEAD >= length && lineEnd(text, at) === -1) return INCOMPLETE;
      strays++;
      const closing = strays > STRAY_MAX ? -1 : closingQuote(at + 1);
      if (closing !== -1) {
        const value = source.slice(opening + 1, closing);
        const unquoted = doubled ? value.replaceAll(mark + mark, mark) : value;
        return { value: unquoted, next: closing + 1, lines: 0, loose: true };
      }
      let stop = cellStart;
      while (stop < length) {
        const code = source.charCodeAt(stop);
        if (code === delimiter || code === LF || code === CR) break;
        stop++;
      }
      if (stop >= length && !final) return INCOMPLETE;
      return { value: source.slice(cellStart, stop), next: stop, lines: 0, loose: true };
    }
  }

  /** Where the cell ends if the quote at `at` closes it; -1 if it does not, -2 if only spaces follow up to the end. */
  function closesAt(at: number): number {
    let next = at + 1;
    while (next < text.length && text.charCodeAt(next) === SPACE && delimiter !== SPACE) next++;
    if (next >= text.length) return -2;
    const code = text.charCodeAt(next);
    return code === delimiter || code === LF || code === CR ? next : -1;
  }

  /** The next quote in this line that a delimiter or the line end follows, -1 if there is none near. */
  function closingQuote(from: number): number {
    const stop = Math.min(text.length, from + LOOK_AHEAD);
    for (let at = from; at < stop; at++) {
      const code = text.charCodeAt(at);
      if (code === LF || code === CR) return -1;
      if (code !== quote) continue;
      const next = text.charCodeAt(at + 1);
      if (at + 1 >= text.length || next === delimiter || next === LF || next === CR) return at;
    }
    return -1;
  }

  /** True where the first line alone, cut at every delimiter, already has all the columns of a row. */
  function swallowed(start: number): boolean {
    const eol = lineEnd(text, start);
    let cells = 1;
    for (let at = start; at < eol; at++) if (text.charCodeAt(at) === delimiter) cells++;
    return cells === expected;
  }

  /** Rejects the line with the unclosed quote and goes on behind it. */
  function unclosed(start: number, opening: number, opened: number, out: TableRow[]): number {
    const eol = lineEnd(text, opening);
    const stop = eol === -1 ? text.length : eol;
    const raw = copy(text, start, stop);
    const message = `the quote that opens in line ${opened} never closes`;
    out.push({ row, line, cells: [], fault: { reason: 'unclosed_quote', message, raw } });
    line = opened;
    if (eol === -1) {
      skipping = true;
      return text.length;
    }
    line++;
    row++;
    return behind(stop);
  }

  /** The unfinished row at the start of `text` is over the limit. */
  function overflow(out: TableRow[]): void {
    out.push({ row, line, cells: [], fault: tooLarge(0) });
    skipping = true;
    lastWasCr = false;
    text = '';
  }

  function tooLarge(start: number): RowFault {
    const message = `the row is longer than ${limits.maxRowCharacters} characters`;
    return { reason: 'row_too_large', message, raw: copy(text, start, text.length) };
  }

  function behind(at: number): number {
    if (at === text.length - 1 && text.charCodeAt(at) === CR) lastWasCr = true;
    return afterLineEnd(text, at);
  }

  return { push, end };
}

/** The first 500 characters as a copy, so that they do not keep the whole text in memory. */
function copy(text: string, from: number, to: number): string {
  return Array.from(text.slice(from, Math.min(to, from + RAW_MAX))).join('');
}

type QuotedCell = { value: string; next: number; lines: number; loose: boolean };
const INCOMPLETE = Symbol('incomplete');
const UNCLOSED = Symbol('unclosed');

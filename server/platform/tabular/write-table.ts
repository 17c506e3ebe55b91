/** Writes rows as CSV, NDJSON, Parquet or XLSX to a stream, in memory that does not grow with the rows. */
import type { Writable } from 'node:stream';
import type { EXPORT_FORMATS } from '#contract/lead-list.ts';
import { csvLine } from './csv-line.ts';
import { close, send } from './sink.ts';
import { parquetWriter } from './write-parquet.ts';
import { xlsxWriter } from './write-xlsx.ts';

export type ExportFormat = (typeof EXPORT_FORMATS)[number];
/** `time` cells are ISO 8601 texts or Dates. */
export type OutColumn = { name: string; type: 'text' | 'number' | 'time' | 'bool' };
export type OutCell = string | number | boolean | Date | null | undefined;
export type TableWriter = {
  /** Rows with cells in the order of the columns. Resolves once the stream wants more. */
  write(rows: readonly (readonly OutCell[])[]): Promise<void>;
  /** Completes the file and ends the stream. */
  end(): Promise<void>;
};

export const MEDIA_TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/**
 * Returns a writer for one file. Texts a spreadsheet would run as formulas are made plain in CSV and XLSX. Rejects when
 * the stream fails or closes.
 */
export function tableWriter(format: ExportFormat, columns: readonly OutColumn[], sink: Writable): TableWriter {
  if (format === 'parquet') return parquetWriter(columns, sink);
  if (format === 'xlsx') return xlsxWriter(columns, sink);
  return format === 'csv' ? csvWriter(columns, sink) : ndjsonWriter(columns, sink);
}

function csvWriter(columns: readonly OutColumn[], sink: Writable): TableWriter {
  // The byte order mark makes Excel read UTF-8.
  let head: string | undefined = `\uFEFF${csvLine(columns.map((column) => column.name))}`;
  return {
    async write(rows) {
      const lines = rows.map((row) => csvLine(columns.map((_, index) => plain(row[index]))));
      await send(sink, `${head ?? ''}${lines.join('')}`);
      head = undefined;
    },
    async end() {
      if (head !== undefined) await send(sink, head);
      await close(sink);
    },
  };
}

function ndjsonWriter(columns: readonly OutColumn[], sink: Writable): TableWriter {
  return {
    async write(rows) {
      const lines = rows.map((row) => {
        const entries = columns.map(({ name }, index) => [name, row[index] ?? null] as const);
        return `${JSON.stringify(Object.fromEntries(entries))}\n`;
      });
      await send(sink, lines.join(''));
    },
    end: () => close(sink),
  };
}

function plain(value: OutCell): string | number {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'number' && Number.isFinite(value) ? value : String(value);
}

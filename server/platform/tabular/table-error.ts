/** A table that cannot be read at all, and the bounds within which tables are read. */

export type TableErrorCode =
  | 'empty_file'
  | 'no_rows'
  | 'not_a_table'
  | 'unknown_encoding'
  | 'wrong_delimiter'
  | 'bad_header'
  | 'too_many_columns'
  | 'too_many_rows'
  | 'bad_archive'
  | 'zip_bomb'
  | 'no_such_sheet';

/** The message is for the person who chose the file. `row` counts from 1, `column` from 1. */
export class TableError extends Error {
  code: TableErrorCode;
  row: number | undefined;
  column: number | undefined;
  constructor(code: TableErrorCode, message: string, place: { row?: number; column?: number; cause?: unknown } = {}) {
    super(message, { cause: place.cause });
    this.code = code;
    this.row = place.row;
    this.column = place.column;
  }
}

export type TableLimits = {
  /** Longest row in characters; longer rows are rejected one by one. */
  maxRowCharacters: number;
  maxColumns: number;
  maxRows: number;
  /** XLSX only: bytes all parts may have once inflated, and how many times their packed size. */
  maxInflatedBytes: number;
  maxInflationRatio: number;
  maxArchiveEntries: number;
  /** XLSX that comes as a stream: its packed size, which has to be held in memory. */
  maxArchiveBytes: number;
  /** XLSX only: characters of the table of shared texts, which has to be held in memory. */
  maxSharedCharacters: number;
};

export const DEFAULT_LIMITS: TableLimits = {
  maxRowCharacters: 1_000_000,
  maxColumns: 1000,
  maxRows: 20_000_000,
  maxInflatedBytes: 2_000_000_000,
  maxInflationRatio: 200,
  maxArchiveEntries: 5000,
  maxArchiveBytes: 300_000_000,
  maxSharedCharacters: 200_000_000,
};

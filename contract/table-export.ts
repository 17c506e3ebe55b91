/** A table as it stands on a screen, written into a file. */
import * as z from 'zod';
import { Id } from './common.ts';
import { EXPORT_FORMATS } from './lead-list.ts';

export const TABLE_ROWS_MAX = 20_000;

/** Personal values have no place in it: leads themselves are exported by their own job, which masks them. */
export const TableExport = z
  .object({
    client_id: Id,
    format: z.enum(EXPORT_FORMATS),
    /** What the file is called, without its ending: letters, digits, spaces, hyphens. */
    title: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 _-]{0,79}$/, 'letters, digits, spaces and hyphens'),
    columns: z
      .array(z.object({ name: z.string().min(1).max(100), type: z.enum(['text', 'number']) }))
      .min(1)
      .max(60),
    /** Cells in the order of the columns. */
    rows: z.array(z.array(z.union([z.string().max(2000), z.number(), z.null()])).max(60)).max(TABLE_ROWS_MAX),
  })
  .refine(({ columns, rows }) => rows.every((row) => row.length === columns.length), {
    message: 'a row has not as many cells as there are columns',
    path: ['rows'],
  });
export type TableExport = z.infer<typeof TableExport>;

/** How lists of leads are sorted and paged: by one column and the id, each page opening where the former ended. */
import * as z from 'zod';
import type { LEAD_SORTS, LeadQuery } from '#contract/lead-list.ts';
import type { ClickHouseParams } from '../platform/clickhouse.ts';
import { refusedField } from '../platform/errors.ts';
import type { Where } from './filter.ts';

type SortField = (typeof LEAD_SORTS)[number];

interface SortColumn {
  /** What is compared. */
  sql: string;
  /** How its value travels in a cursor. */
  travels: string;
  /** The cursor's value as it is compared. */
  bound: string;
  value: z.ZodType<string | number>;
}

const Milliseconds = z.string().regex(/^-?\d{1,15}$/);
const ShortText = z.string().max(300);

const time = (column: string): SortColumn => ({
  sql: column,
  travels: `toString(toUnixTimestamp64Milli(${column}))`,
  bound: "fromUnixTimestamp64Milli({cursor_value:Int64}, 'UTC')",
  value: Milliseconds,
});
const text = (column: string): SortColumn => ({
  sql: column,
  travels: `toString(${column})`,
  bound: '{cursor_value:String}',
  value: ShortText,
});

const COLUMNS: Record<SortField, SortColumn> = {
  created_at: time('created_at'),
  updated_at: time('updated_at'),
  quality_score: {
    sql: 'quality_score',
    travels: 'toString(quality_score)',
    bound: '{cursor_value:Float32}',
    value: z.string().regex(/^\d{1,3}(\.\d{1,9})?$/),
  },
  engagement_score: {
    sql: 'engagement_score',
    travels: 'toString(engagement_score)',
    bound: '{cursor_value:Float32}',
    value: z.string().regex(/^\d{1,4}(\.\d{1,9})?$/),
  },
  conversion_probability: {
    // Leads without a probability come before those that are sure not to convert.
    sql: 'ifNull(conversion_probability, -1)',
    travels: 'toString(ifNull(conversion_probability, -1))',
    bound: '{cursor_value:Float32}',
    value: z.string().regex(/^-?\d(\.\d{1,12})?(e-\d{1,2})?$/),
  },
  source: text('source'),
  validation_status: text('validation_status'),
  conversion_status: text('conversion_status'),
  revenue: {
    // Leads without revenue come before those with none to speak of.
    sql: 'ifNull(revenue_minor, -1)',
    travels: 'toString(ifNull(revenue_minor, -1))',
    bound: '{cursor_value:Int64}',
    value: Milliseconds,
  },
  country: text('country'),
};

const Cursor = z.tuple([z.string(), z.unknown(), z.uuid()]);

export interface ListOrder {
  /** The expression that the next cursor is made of. */
  travels: string;
  orderBy: string;
  /** What lies behind the cursor; undefined on the first page. */
  after: Where | undefined;
}

/** Reads sort and cursor. Throws 422 for a cursor that was not made for this sort. */
export function listOrder(sort: LeadQuery['sort'], cursor: string | undefined): ListOrder {
  const descending = sort.startsWith('-');
  const column = COLUMNS[sort.replace('-', '') as SortField];
  const direction = descending ? 'desc' : 'asc';
  const { travels } = column;
  const orderBy = `${column.sql} ${direction}, id ${direction}`;
  if (cursor === undefined) return { travels, orderBy, after: undefined };
  const sign = descending ? '<' : '>';
  return {
    travels,
    orderBy,
    after: {
      // The first part alone lets the engine skip what it need not read.
      sql: `${column.sql} ${sign}= ${column.bound} and (${column.sql} ${sign} ${column.bound} or id ${sign} {cursor_id:UUID})`,
      params: readCursor(cursor, sort, column),
    },
  };
}

function readCursor(cursor: string, sort: string, column: SortColumn): ClickHouseParams {
  const parsed = Cursor.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
  const value = parsed.success && parsed.data[0] === sort ? column.value.safeParse(parsed.data[1]) : undefined;
  if (!parsed.success || !value?.success) {
    throw refusedField('cursor', 'is not one that this list gave; start again without it');
  }
  return { cursor_value: value.data, cursor_id: parsed.data[2] };
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** The cursor that continues after a row. */
export function cursorAfter(sort: LeadQuery['sort'], row: { id: string; cursor_value: string }): string {
  return Buffer.from(JSON.stringify([sort, row.cursor_value, row.id])).toString('base64url');
}

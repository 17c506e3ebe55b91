/** A cursor is the place after which the next page begins, as text that callers hand back unread. */
import type * as z from 'zod';
import { refusedField } from '../../platform/errors.ts';

export function cursorOf(place: unknown): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** Throws 422 for a cursor that is none of ours. */
export function readCursor<T>(schema: z.ZodType<T>, cursor: string | undefined): T | undefined {
  if (cursor === undefined) return undefined;
  let place: unknown;
  try {
    place = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    place = undefined;
  }
  const read = schema.safeParse(place);
  if (!read.success) throw refusedField('cursor', 'is not one that this list gave out');
  return read.data;
}

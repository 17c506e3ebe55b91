/** Words every part of the API shares: ids, times, problems, pages. */
import * as z from 'zod';

export const Id = z.uuid();
export const Time = z.iso.datetime({ offset: true });
const EARLIEST = Date.UTC(1900, 0);
const LATEST = Date.UTC(2200, 0);
/** A time that both stores can hold and place. */
export const StoredTime = Time.refine(
  (time) => Date.parse(time) >= EARLIEST && Date.parse(time) < LATEST,
  'is not between the years 1900 and 2199',
);
export const CalendarDate = z.iso.date();
/** ISO 3166-1 alpha-2, upper case. */
export const CountryCode = z.string().regex(/^[A-Z]{2}$/, 'two upper-case letters, ISO 3166-1 alpha-2');
/** ISO 4217, upper case. */
export const CurrencyCode = z.string().regex(/^[A-Z]{3}$/, 'three upper-case letters, ISO 4217');
export const Count = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

/** RFC 9457. `type` is a stable slug under /problems/; `errors` names each field or row at fault. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string().optional(),
    instance: z.string().optional(),
    errors: z
      .array(z.object({ field: z.string(), row: z.int().min(0).max(1e9).optional(), message: z.string() }))
      .optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
export type FieldError = NonNullable<Problem['errors']>[number];

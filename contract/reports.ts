/** The audit report that an advertiser hands to a seller of leads. */
import * as z from 'zod';
import { CalendarDate, Id } from './common.ts';

export const REPORT_FORMATS = ['html', 'pdf'] as const;
export const ReportRequest = z.object({
  client_id: Id,
  source: z.string().min(1).max(200),
  from: CalendarDate,
  to: CalendarDate,
  format: z.enum(REPORT_FORMATS),
});
export type ReportRequest = z.infer<typeof ReportRequest>;

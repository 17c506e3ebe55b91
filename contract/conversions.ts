/** Files of converted leads that advertising platforms take, so that they learn which clicks were worth their price. */
import * as z from 'zod';
import { Id } from './common.ts';
import { LeadFilter } from './lead-list.ts';

export const CONVERSION_PLATFORMS = ['google_ads', 'meta'] as const;
export const ConversionPlatform = z.enum(CONVERSION_PLATFORMS);
export type ConversionPlatform = z.infer<typeof ConversionPlatform>;

/**
 * Why a converted lead is not in the file; the first that holds is the one that is told. `without_click_id`: it came by no
 * click of this platform. `excluded`: a decision about a finding keeps it from upload.
 */
export const LEFT_OUT = [
  'without_click_id',
  'excluded',
  'fraudulent',
  'invalid',
  'duplicate',
  'without_consent',
  'malformed_click_id',
  'without_time',
  'without_value',
] as const;
export type LeftOut = (typeof LEFT_OUT)[number];

export const ConversionExport = z.object({
  client_id: Id,
  platform: ConversionPlatform,
  /**
   * Google Ads: the name of the conversion action, to the letter. Meta: the event, such as `Lead` or `Purchase`. The
   * platform finds it by this name, so it cannot be made plain for spreadsheets and must not look like a formula.
   */
  conversion_name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .regex(/^[^=+\-@'\p{Cc}][^\p{Cc}]*$/u, 'must not begin with = + - @ or an apostrophe'),
  /** Which leads; of these only the converted ones count. */
  filter: LeadFilter.optional(),
});
export type ConversionExport = z.infer<typeof ConversionExport>;

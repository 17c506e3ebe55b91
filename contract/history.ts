/** What the history of a client's leads says against some of them, and what people decided about single leads. */
import * as z from 'zod';
import { FAMILIES } from './audit.ts';
import { Count, Id, Time } from './common.ts';

const share = z.number().min(0).max(1);
const counted = { leads: Count, limit: Count, window_seconds: Count };

/** One finding over many leads, as the check of each lead it concerns reads it. Numbers only, nothing personal. */
export const HistorySignal = z.discriminatedUnion('check', [
  z.object({ check: z.literal('B06_PASTE_ALL'), ...counted }),
  z.object({ check: z.literal('B07_DEVICE_VELOCITY'), ...counted }),
  z.object({
    check: z.literal('B08_IP_VELOCITY'),
    of: z.enum(['address', 'network']),
    ...counted,
    /** Leads that a network somebody comes from usually gives in the window. */
    expected: z.number(),
    p: share,
  }),
  z.object({ check: z.literal('B09_BURST'), leads: Count, expected: z.number(), p: share }),
  /** Days before the lead in which a click or visit was looked for. */
  z.object({ check: z.literal('B10_NO_TOUCH'), days: Count, recorded_share: share }),
  z.object({
    check: z.literal('B11_CLICK_TO_LEAD'),
    /** Leads of the source below this many seconds are many more than elsewhere. */
    below_seconds: z.number(),
    share_below: share,
    peers_share_below: share,
    median_seconds: z.number(),
    peers_median_seconds: z.number(),
    /** Leads of the source whose click cannot be their own; absent in signals from before they were counted. */
    impossible: Count.optional(),
    distance: share,
    p: share,
  }),
  z.object({ check: z.literal('S03_CLICKID_FORMAT'), first_lead_id: Id, first_at: Time, leads: Count }),
  z.object({
    check: z.literal('S06_SOURCE_OUTLIER'),
    family: z.enum(FAMILIES),
    /** Whether the family's checks sign fraud by themselves; else they only warn. */
    strong: z.boolean(),
    hits: Count,
    leads: Count,
    peers_share: share,
    p: share,
  }),
  z.object({
    check: z.literal('S07_TEMPLATE_LEADS'),
    of: z.enum(['text', 'address']),
    leads: Count,
    expected: z.number(),
    p: share,
  }),
]);
export type HistorySignal = z.infer<typeof HistorySignal>;
export type SignalOf<Check extends HistorySignal['check']> = Extract<HistorySignal, { check: Check }>;

/** What is known of a source's past: what its leads are compared with. */
export const SourceStanding = z.object({
  leads: Count,
  days: Count,
  /** Leads that a seen address or network usually gives in a day. */
  per_address: z.number(),
  per_network: z.number(),
  with_text: Count,
  with_click_time: Count,
  /** Share of the leads with a campaign that have a click or visit on record; null where none names a campaign. */
  touch_share: share.nullable(),
  /** Median seconds from click to lead, and on the form. */
  median_click_seconds: z.number().nullable(),
  median_form_seconds: z.number().nullable(),
});
export type SourceStanding = z.infer<typeof SourceStanding>;

export const LIST_KINDS = ['bounced', 'complained', 'unsubscribed', 'suppressed', 'do_not_call'] as const;
export const ListKind = z.enum(LIST_KINDS);
export type ListKind = z.infer<typeof ListKind>;

export const VERDICTS = ['fraud', 'not_fraud'] as const;
export const Verdict = z.enum(VERDICTS);
export type Verdict = z.infer<typeof Verdict>;

/** What people did before and after they became a lead: clicks, visits, mails, calls. */
import * as z from 'zod';
import { Count, Id, Time } from './common.ts';

export const TOUCHPOINT_KINDS = [
  'impression',
  'click',
  'visit',
  'view',
  'form_start',
  'form_submit',
  'email_open',
  'email_click',
  'email_reply',
  'call',
  'meeting',
] as const;
export const TouchpointKind = z.enum(TOUCHPOINT_KINDS);
export type TouchpointKind = z.infer<typeof TouchpointKind>;

export const TOUCHPOINTS_PER_DELIVERY = 1000;
const EARLIEST = Date.UTC(1970, 0);
const LATEST = Date.UTC(2200, 0);
const text = (max: number) => z.string().max(max);

/** A touchpoint on its way in. Who it was: the visitor id of the site, or a lead by either of its ids. */
export const TouchpointCreate = z
  .object({
    client_id: Id,
    /** The caller's own; a second delivery with the same one changes nothing. */
    id: Id.optional(),
    visitor_id: text(200).min(1).optional(),
    lead_id: Id.optional(),
    lead_external_id: text(200).min(1).optional(),
    /** Now, when absent. */
    at: Time.refine(
      (time) => Date.parse(time) >= EARLIEST && Date.parse(time) < LATEST,
      'is not between the years 1970 and 2199',
    ).optional(),
    kind: TouchpointKind,
    /** Worked out from the rest, when absent. */
    channel: text(100).optional(),
    source: text(200).optional(),
    campaign_id: text(200).optional(),
    ad_group_id: text(200).optional(),
    creative_id: text(200).optional(),
    keyword: text(500).optional(),
    utm_medium: text(200).optional(),
    /** Host and path are kept, the query is not. */
    referrer: text(2000).optional(),
    page: text(2000).optional(),
    /** Of whichever advertising network; only its keyed hash is kept. */
    click_id: text(500).optional(),
    /** How long it lasted. */
    seconds: z.int().min(0).max(1e7).optional(),
  })
  .refine((touch) => touch.visitor_id !== undefined || touch.lead_id !== undefined || touch.lead_external_id, {
    message: 'a visitor_id, a lead_id or a lead_external_id is needed',
    path: ['visitor_id'],
  })
  .meta({
    id: 'TouchpointCreate',
    examples: [
      {
        client_id: '0199a1b2-0000-7000-8000-000000000001',
        visitor_id: 'f3b0c1',
        at: '2026-11-20T08:10:00Z',
        kind: 'click',
        source: 'Google',
        campaign_id: '2377',
        keyword: 'solar quote',
      },
    ],
  });
export type TouchpointCreate = z.infer<typeof TouchpointCreate>;

/** One touchpoint, or up to 1,000 of one client. */
export const TouchpointDelivery = z.union([
  TouchpointCreate,
  z.array(TouchpointCreate).min(1).max(TOUCHPOINTS_PER_DELIVERY),
]);
export type TouchpointDelivery = z.infer<typeof TouchpointDelivery>;

export const TouchpointDeliveryResult = z.object({
  stored: Count,
  /** Those that were here already. */
  known: Count,
});
export type TouchpointDeliveryResult = z.infer<typeof TouchpointDeliveryResult>;

/** One step on a lead's way, oldest first. */
export const TimelineStep = z.object({
  /** Of the touchpoint or the form; absent for what happened to the lead itself. */
  id: Id.optional(),
  at: Time,
  kind: z.enum([...TOUCHPOINT_KINDS, 'form', 'lead', 'status']),
  channel: z.string().optional(),
  source: z.string().optional(),
  campaign_id: z.string().optional(),
  ad_group_id: z.string().optional(),
  creative_id: z.string().optional(),
  keyword: z.string().optional(),
  referrer: z.string().optional(),
  page: z.string().optional(),
  seconds: z.number().optional(),
  /** The lead that came, or whose status it is: of a merged person there are several. */
  lead_id: Id.optional(),
  /** Of a status. */
  status: z.string().optional(),
  /** What the step gives to the engagement score as of its instant; absent where it gives nothing. */
  points: z.number().optional(),
  /** How the form was filled, as the form tag saw it. */
  form: z
    .object({
      form_id: z.string(),
      field_count: Count,
      key_events: Count,
      paste_events: Count,
      autofill_events: Count,
      silent_fields: Count,
      honeypot_filled: z.boolean(),
    })
    .optional(),
});
export type TimelineStep = z.infer<typeof TimelineStep>;

export const LeadTimeline = z.object({
  lead_id: Id,
  identity_id: Id,
  steps: z.array(TimelineStep),
  /** Older touchpoints that are left out. */
  hidden: Count,
  /** Touchpoints before the lead converted, or all of them while it has not. */
  touches: Count,
  first_touch_at: Time.optional(),
  /** From the first touch to the lead, and to the conversion. */
  seconds_to_lead: z.number().optional(),
  seconds_to_convert: z.number().optional(),
  engagement: z.object({
    score: z.number(),
    /** Later touchpoints count in full; all leads of a client are scored as of the same instant. */
    as_of: Time,
    cap: z.number(),
  }),
});
export type LeadTimeline = z.infer<typeof LeadTimeline>;

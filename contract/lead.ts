/** The lead, as the specification has it (its fields, types and statuses to the letter), and what may be sent in. */
import * as z from 'zod';
import { CountryCode, CurrencyCode, Id, StoredTime, Time } from './common.ts';

export const VALIDATION_STATUSES = ['valid', 'invalid', 'pending', 'fraudulent'] as const;
export const CONVERSION_STATUSES = ['new', 'contacted', 'qualified', 'converted', 'lost'] as const;
export const ValidationStatus = z.enum(VALIDATION_STATUSES);
export const ConversionStatus = z.enum(CONVERSION_STATUSES);
export type ValidationStatus = z.infer<typeof ValidationStatus>;
export type ConversionStatus = z.infer<typeof ConversionStatus>;

const text = (max: number) => z.string().max(max);

/** The four keys of the specification, then what else tells where a lead came from. */
export const SourceDetails = z
  .object({
    campaign_id: text(200).optional(),
    ad_group_id: text(200).optional(),
    keyword: text(500).optional(),
    referrer: text(2000).optional(),
    utm_source: text(200).optional(),
    utm_medium: text(200).optional(),
    utm_campaign: text(200).optional(),
    utm_term: text(500).optional(),
    utm_content: text(500).optional(),
    landing_page: text(2000).optional(),
    gclid: text(500).optional(),
    fbclid: text(500).optional(),
    ttclid: text(500).optional(),
    li_fat_id: text(500).optional(),
    twclid: text(500).optional(),
  })
  .meta({ id: 'SourceDetails' });
export type SourceDetails = z.infer<typeof SourceDetails>;

export const Address = z.object({
  street: text(500).optional(),
  city: text(200).optional(),
  /** State, province or region, as delivered. */
  region: text(200).optional(),
  postal_code: text(40).optional(),
  country: CountryCode.optional(),
});
export type Address = z.infer<typeof Address>;

/** What the visitor's device said of itself when the form was sent. */
export const Device = z.object({
  ip: text(64).optional(),
  user_agent: text(2000).optional(),
  /** Sec-CH-UA-Platform, without quotes. */
  platform_hint: text(100).optional(),
  mobile_hint: z.boolean().optional(),
  language: text(100).optional(),
  /** IANA zone, e.g. America/Chicago. */
  time_zone: text(100).optional(),
  /** Minutes as Date.getTimezoneOffset gives them: UTC minus local, so Chicago in winter is 360. */
  time_zone_offset_minutes: z.int().min(-900).max(900).optional(),
  device_id: text(200).optional(),
  /** The visitor that the form tag or a touchpoint knows, by which a lead gets its journey. */
  visitor_id: text(200).optional(),
});
export type Device = z.infer<typeof Device>;

/** How the form was filled, from the form tag or the seller. */
export const FormFacts = z.object({
  form_id: text(200).optional(),
  seconds_on_form: z.number().min(0).max(1e7).optional(),
  field_count: z.int().min(0).max(1000).optional(),
  key_events: z.int().min(0).max(1e6).optional(),
  paste_events: z.int().min(0).max(1e6).optional(),
  autofill_events: z.int().min(0).max(1e6).optional(),
  /** What stood in the hidden field; people leave it empty. */
  honeypot: text(500).optional(),
});
export type FormFacts = z.infer<typeof FormFacts>;

export const ConsentFacts = z.object({
  given_at: Time.optional(),
  withdrawn_at: Time.optional(),
  text_version: text(200).optional(),
  form_id: text(200).optional(),
  channels: z
    .array(z.enum(['email', 'phone', 'sms', 'post']))
    .max(4)
    .optional(),
});
export type ConsentFacts = z.infer<typeof ConsentFacts>;

/** A lead on its way in. Only the client, the source and one of email or phone are needed: bad values are findings, not refusals. */
export const LeadCreate = z
  .object({
    client_id: Id,
    /** The caller's own id; a second delivery with the same one updates the lead. */
    external_id: text(200).optional(),
    email: text(320).optional(),
    name: text(300).optional(),
    given_name: text(200).optional(),
    family_name: text(200).optional(),
    phone: text(60).optional(),
    company: text(300).optional(),
    message: text(5000).optional(),
    source: text(200).min(1),
    source_details: SourceDetails.optional(),
    address: Address.optional(),
    device: Device.optional(),
    form: FormFacts.optional(),
    consent: ConsentFacts.optional(),
    conversion_status: ConversionStatus.optional(),
    conversion_date: StoredTime.optional(),
    revenue: z.number().min(0).max(1e12).optional(),
    currency: CurrencyCode.optional(),
    /** When the click that led to the form happened. */
    clicked_at: Time.optional(),
    /** When the form was sent; created_at of the lead. Now, when absent. */
    created_at: StoredTime.optional(),
    /** When a seller handed it over, for the age check. */
    delivered_at: Time.optional(),
    /** Columns Assay has no name for, kept as they came. */
    custom: z.record(z.string().max(100), text(5000)).optional(),
  })
  .refine((lead) => Boolean(lead.email?.trim() || lead.phone?.trim()), {
    message: 'an email or a phone is needed',
    path: ['email'],
  })
  .meta({
    id: 'LeadCreate',
    examples: [
      {
        client_id: '0199a1b2-0000-7000-8000-000000000001',
        external_id: 'crm-48213',
        email: 'anna.schmidt@example.de',
        name: 'Anna Schmidt',
        phone: '+49 30 901820',
        company: 'Beispiel GmbH',
        source: 'Google',
        source_details: { campaign_id: '2377', keyword: 'solar quote', utm_source: 'google', utm_medium: 'cpc' },
        created_at: '2026-11-20T08:15:00Z',
      },
    ],
  });
export type LeadCreate = z.infer<typeof LeadCreate>;

export const LeadPatch = z
  .object({
    email: text(320),
    name: text(300),
    phone: text(60).nullable(),
    company: text(300).nullable(),
    source: text(200).min(1),
    conversion_status: ConversionStatus,
    conversion_date: StoredTime.nullable(),
    revenue: z.number().min(0).max(1e12).nullable(),
    /** Why; kept in the history. */
    reason: text(1000),
  })
  .partial();
export type LeadPatch = z.infer<typeof LeadPatch>;

/** Response: the specification's Lead, and beside it what the audit adds. */
export const Lead = z
  .object({
    id: Id,
    client_id: Id,
    email: z.string(),
    name: z.string(),
    phone: z.string().optional(),
    company: z.string().optional(),
    source: z.string(),
    source_details: SourceDetails,
    quality_score: z.number().min(0).max(100),
    validation_status: ValidationStatus,
    conversion_status: ConversionStatus,
    conversion_date: Time.optional(),
    revenue: z.number().optional(),
    created_at: Time,
    updated_at: Time,
    external_id: z.string().optional(),
    currency: CurrencyCode.optional(),
    country: CountryCode.optional(),
    region: z.string().optional(),
    /** Ids of the checks that failed, worst first. */
    flags: z.array(z.string()),
    /** How likely it converts, by the client's model; absent while there is none. */
    conversion_probability: z.number().min(0).max(1).optional(),
    /** Points for what the person did, fading; 0 without a touchpoint. */
    engagement_score: z.number().min(0).optional(),
    /** The nearest earlier lead with the same e-mail or phone. */
    duplicate_of: Id.optional(),
    /** The lead that leads the person this one was merged into. */
    merged_into: Id.optional(),
    /** How many leads its person has, of a lead that leads a merged person; its values are then the person's. */
    merged_leads: z.int().min(1).max(1e6).optional(),
    /** True while personal fields are shown masked. */
    masked: z.boolean(),
  })
  .meta({ id: 'Lead' });
export type Lead = z.infer<typeof Lead>;

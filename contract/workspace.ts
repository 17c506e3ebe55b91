/** Who is signed in, which clients they see, and the jobs under way. */
import * as z from 'zod';
import { Count, CountryCode, CurrencyCode, Id, Time } from './common.ts';

export const ROLES = ['owner', 'admin', 'analyst', 'marketer', 'reviewer', 'privacy_officer', 'read_only'] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

export const SOURCE_KINDS = [
  'paid_search',
  'paid_social',
  'organic',
  'partner',
  'email',
  'referral',
  'event',
  'other',
] as const;

export const ClientSettings = z
  .object({
    company_email_wanted: z.boolean().default(false),
    consent_required: z.array(z.enum(['email', 'phone', 'sms', 'post'])).default([]),
    required_fields: z.array(z.string().max(60)).max(40).default(['email', 'name', 'phone']),
    duplicate_window_days: z.int().min(1).max(3650).default(90),
  })
  .meta({ id: 'ClientSettings' });
export type ClientSettings = z.infer<typeof ClientSettings>;

export const ClientCreate = z.object({
  name: z.string().trim().min(1).max(120),
  currency: CurrencyCode,
  /** IANA zone; days begin and end in it. */
  time_zone: z.string().max(60),
  country: CountryCode.optional(),
  settings: ClientSettings.partial().optional(),
});
export type ClientCreate = z.infer<typeof ClientCreate>;

export const Client = z
  .object({
    id: Id,
    name: z.string(),
    currency: CurrencyCode,
    time_zone: z.string(),
    country: CountryCode.optional(),
    settings: ClientSettings,
    role: Role,
    leads: Count,
    created_at: Time,
  })
  .meta({ id: 'Client' });
export type Client = z.infer<typeof Client>;

export const Source = z.object({
  name: z.string().min(1).max(200),
  kind: z.enum(SOURCE_KINDS),
  /** What one lead costs, in minor units of the client's currency. */
  price_minor: z.int().min(0).max(1e9).optional(),
  max_age_seconds: z.int().min(0).max(1e9).optional(),
  countries: z.array(CountryCode).max(250).optional(),
});
export type Source = z.infer<typeof Source>;

export const Me = z.object({
  person: z.object({ id: z.string(), name: z.string(), email: z.string(), two_factor: z.boolean() }),
  /** The role held at every client; null for a person with roles at single clients only. */
  organisation_role: Role.nullable(),
  clients: z.array(Client),
  /** What this person may do, per client id: `lead.read`, `lead.reveal`, `lead.write`, `import.create`… */
  permissions: z.record(z.string(), z.array(z.string())),
});
export type Me = z.infer<typeof Me>;

export const JOB_STATES = ['queued', 'running', 'completed', 'cancelled', 'failed'] as const;
export const Job = z
  .object({
    id: Id,
    client_id: Id,
    kind: z.enum([
      'import',
      'audit',
      'export',
      'demo',
      'rescore',
      'engagement',
      'merge',
      'linkage',
      'model_fit',
      'model_score',
    ]),
    state: z.enum(JOB_STATES),
    title: z.string(),
    done: Count,
    total: Count.nullable(),
    /** Rows per second over the last moments. */
    rate: z.number().nullable(),
    seconds_left: z.number().nullable(),
    error: z.string().nullable(),
    result: z.record(z.string(), z.unknown()).nullable(),
    created_at: Time,
    finished_at: Time.nullable(),
  })
  .meta({ id: 'Job' });
export type Job = z.infer<typeof Job>;

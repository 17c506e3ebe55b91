/** The form tag: the sites that carry it, and what it sends. */
import * as z from 'zod';
import { Count, Id, Time } from './common.ts';

/** Scheme, host and port as a browser sends them in `Origin`. */
export const SiteOrigin = z
  .string()
  .max(300)
  .regex(/^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/, 'scheme and host, such as https://www.example.com');
export const ConsentMode = z.enum(['ask', 'granted']);
export type ConsentMode = z.infer<typeof ConsentMode>;

export const CollectSiteCreate = z.object({
  name: z.string().trim().min(1).max(120),
  origins: z.array(SiteOrigin).min(1).max(50),
  /** `ask`: nothing is kept in the browser until the page calls `assay.consent(true)`. `granted`: the page loads the tag only after consent. */
  consent: ConsentMode,
});
export type CollectSiteCreate = z.infer<typeof CollectSiteCreate>;

export const CollectSiteChange = CollectSiteCreate.partial().extend({ stopped: z.boolean().optional() });
export type CollectSiteChange = z.infer<typeof CollectSiteChange>;

export const CollectSite = z
  .object({
    id: Id,
    client_id: Id,
    name: z.string(),
    /** Stands in the page; it only lets events in. */
    public_key: z.string(),
    origins: z.array(z.string()),
    consent: ConsentMode,
    stopped: z.boolean(),
    created_at: Time,
    /** When the last event came, and how many there were. */
    last_event_at: Time.nullable(),
    events: Count,
  })
  .meta({ id: 'CollectSite' });
export type CollectSite = z.infer<typeof CollectSite>;
export const CollectSites = z.object({ sites: z.array(CollectSite) });
export type CollectSites = z.infer<typeof CollectSites>;

const text = (max: number) => z.string().max(max).default('');
const ago = z.number().min(0).max(86_400_000).default(0);

/** A page was looked at. `q` holds the campaign parameters of its address. */
export const PageEvent = z.object({
  t: z.enum(['visit', 'view']),
  i: Id,
  /** Host and path of the page and of where the visitor came from. */
  p: text(1000),
  r: text(1000),
  q: z.partialRecord(z.string().max(40), z.string().max(500)).default({}),
});
export const FormStartEvent = z.object({ t: z.literal('start'), i: Id, p: text(1000), f: text(200) });
/** A form was sent. `b` is how many milliseconds before sending it was begun. */
export const FormEvent = z.object({
  t: z.literal('form'),
  i: Id,
  p: text(1000),
  f: text(200),
  b: ago,
  n: z.int().min(0).max(1000),
  k: z.int().min(0).max(1e6),
  v: z.int().min(0).max(1e6),
  a: z.int().min(0).max(1e6),
  /** Fields with a value that no hand and no browser filled. */
  s: z.int().min(0).max(1000),
  h: z.boolean(),
  /** Order and rhythm of the inputs. */
  c: text(600),
  /** Names of fields with the digests of their values. */
  w: z
    .array(z.tuple([z.string().max(100), z.string().regex(/^[0-9a-f]{1,14}$/)]))
    .max(60)
    .default([]),
});
/** What a page sends, as text so that no browser asks beforehand whether it may. */
export const CollectBatch = z.object({
  k: z.string().min(20).max(100),
  v: z.string().min(8).max(100),
  q: z.partialRecord(z.string().max(40), z.string().max(500)).default({}),
  e: z
    .array(z.discriminatedUnion('t', [PageEvent, FormStartEvent, FormEvent]))
    .min(1)
    .max(20),
});
export type CollectBatch = z.infer<typeof CollectBatch>;
export type CollectEvent = CollectBatch['e'][number];

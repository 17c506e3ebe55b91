/** Importing a file of leads: its shape, what each column means, a preview, and what came of every row. */
import * as z from 'zod';
import { Count, CountryCode, Id, Time } from './common.ts';
import { Job } from './workspace.ts';

/** Lead fields a column can fill, as paths into `LeadCreate`. */
export const LEAD_TARGETS = [
  'external_id',
  'email',
  'name',
  'given_name',
  'family_name',
  'phone',
  'company',
  'message',
  'source',
  'source_details.campaign_id',
  'source_details.ad_group_id',
  'source_details.keyword',
  'source_details.referrer',
  'source_details.utm_source',
  'source_details.utm_medium',
  'source_details.utm_campaign',
  'source_details.utm_term',
  'source_details.utm_content',
  'source_details.landing_page',
  'source_details.gclid',
  'source_details.fbclid',
  'source_details.ttclid',
  'source_details.li_fat_id',
  'source_details.twclid',
  'address.street',
  'address.city',
  'address.region',
  'address.postal_code',
  'address.country',
  'device.ip',
  'device.user_agent',
  'device.platform_hint',
  'device.mobile_hint',
  'device.language',
  'device.time_zone',
  'device.time_zone_offset_minutes',
  'device.device_id',
  'form.form_id',
  'form.seconds_on_form',
  'form.field_count',
  'form.key_events',
  'form.paste_events',
  'form.autofill_events',
  'form.honeypot',
  'consent.given_at',
  'consent.withdrawn_at',
  'consent.text_version',
  'consent.form_id',
  'consent.channels',
  'conversion_status',
  'conversion_date',
  'revenue',
  'currency',
  'clicked_at',
  'created_at',
  'delivered_at',
] as const;
export const LeadTarget = z.enum(LEAD_TARGETS);
export type LeadTarget = z.infer<typeof LeadTarget>;

/** `custom` keeps the column under its header; `ignore` leaves it out. */
export const ColumnTarget = z.enum([...LEAD_TARGETS, 'custom', 'ignore']);
export type ColumnTarget = z.infer<typeof ColumnTarget>;

/** `auto`: a date that can be read two ways is rejected, all others are read; dots mean day first. */
export const DateOrder = z.enum(['auto', 'dmy', 'mdy', 'ymd']);
export type DateOrder = z.infer<typeof DateOrder>;
/** `auto`: decided per value; with a single mark followed by three digits it is taken for a thousands mark. */
export const DecimalMark = z.enum(['auto', '.', ',']);
export type DecimalMark = z.infer<typeof DecimalMark>;

export const ColumnMapping = z.object({
  /** Position in the file, from 0. */
  column: z.int().min(0).max(999),
  header: z.string().max(1000),
  target: ColumnTarget,
  /** Wins over the order of the whole mapping. */
  date_order: DateOrder.optional(),
  /** Wins over both, for columns that write `31.12.2026` and `12/31/2026` side by side. */
  date_order_by_separator: z.partialRecord(z.enum(['.', '/', '-', ' ']), DateOrder).optional(),
});
export type ColumnMapping = z.infer<typeof ColumnMapping>;

export const ImportMapping = z
  .object({
    columns: z.array(ColumnMapping).max(1000),
    /** A value per target, used in rows where no column gives one. */
    constants: z.partialRecord(LeadTarget, z.string().max(5000)).default({}),
    date_order: DateOrder.default('auto'),
    decimal_mark: DecimalMark.default('auto'),
    /** IANA zone for times that name none. */
    time_zone: z.string().max(60).default('UTC'),
    /** Country of leads whose row names none. */
    default_country: CountryCode.optional(),
  })
  .meta({ id: 'ImportMapping' });
export type ImportMapping = z.infer<typeof ImportMapping>;

export const FILE_FORMATS = ['csv', 'ndjson', 'xlsx'] as const;
export const FileFormat = z.enum(FILE_FORMATS);
export type FileFormat = z.infer<typeof FileFormat>;

export const FileShape = z
  .object({
    format: FileFormat,
    /** WHATWG or iconv name, e.g. `utf-8`, `utf-16le`, `windows-1252`. */
    encoding: z.string().max(40),
    /** One character; the tab for TSV. Only CSV uses it. */
    delimiter: z.string().length(1),
    /** One character, or empty where the file quotes nothing. */
    quote: z.string().max(1),
    has_header: z.boolean(),
    /** Rows above the header: titles, `sep=;`. */
    skip_rows: z.int().min(0).max(1000),
    /** XLSX: the sheet by name; the first one when absent. */
    sheet: z.string().max(200).optional(),
    /** Headers in order; `Column 1` … where the file has none. NDJSON: key paths. */
    columns: z.array(z.string().max(1000)).max(1000),
  })
  .meta({ id: 'FileShape' });
export type FileShape = z.infer<typeof FileShape>;

/** Why a row cannot become a lead. */
export const REJECT_REASONS = [
  'no_contact',
  'no_source',
  'bad_date',
  'ambiguous_date',
  'bad_number',
  'negative_number',
  'unknown_status',
  'too_long',
  'too_many_cells',
  'too_many_columns',
  'unclosed_quote',
  'row_too_large',
  'bad_json',
] as const;
/** What a stored row lost or left open; nothing is dropped, an unread value stays as a custom field. */
export const NOTE_REASONS = [
  'invalid_bytes',
  'nul_bytes',
  'loose_quotes',
  'formula_without_value',
  'unknown_country',
  'unknown_currency',
  'unread_value',
  'second_value',
  'other_date_order',
] as const;
export const RejectReason = z.enum(REJECT_REASONS);
export const NoteReason = z.enum(NOTE_REASONS);
export type RejectReason = z.infer<typeof RejectReason>;
export type NoteReason = z.infer<typeof NoteReason>;

/** One entry of the file of rejected rows. `row` counts as a spreadsheet does: the first row is 1, header included. */
export const Reject = z.object({
  row: Count,
  /** Target or header at fault; empty where the whole row is. */
  field: z.string(),
  reason: RejectReason,
  message: z.string(),
  /** The value as it stood in the file, at most 500 characters. */
  raw: z.string(),
});
export type Reject = z.infer<typeof Reject>;

export const RowNote = z.object({ field: z.string(), reason: NoteReason, message: z.string() });
export type RowNote = z.infer<typeof RowNote>;

export const ColumnGuess = z.object({
  target: ColumnTarget,
  confidence: z.number().min(0).max(1),
  /** One sentence. */
  why: z.string(),
});
export type ColumnGuess = z.infer<typeof ColumnGuess>;

export const ImportPreview = z
  .object({
    shape: FileShape,
    /** The proposed mapping, or the one remembered for this client and shape. */
    mapping: ImportMapping,
    remembered: z.boolean(),
    columns: z.array(
      z.object({ column: Count, header: z.string(), guess: ColumnGuess, examples: z.array(z.string()).max(5) }),
    ),
    /** Columns holding dates: how they are read, and how sure that is. */
    dates: z.array(
      z.object({ column: Count, order: DateOrder, confidence: z.number().min(0).max(1), why: z.string() }),
    ),
    rows: z
      .array(
        z.object({
          row: Count,
          cells: z.array(z.string()),
          /** Target path or `custom.<header>` to the value as it would be stored. */
          values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
          rejects: z.array(Reject),
          notes: z.array(RowNote),
        }),
      )
      .max(100),
    /** Over the rows read for the preview, most frequent first. `rejects` tells whether such rows are refused. */
    problems: z.array(
      z.object({
        reason: z.union([RejectReason, NoteReason]),
        field: z.string(),
        rejects: z.boolean(),
        rows: Count,
        first_row: Count,
        message: z.string(),
      }),
    ),
    rows_read: Count,
    /** The same for every file with these headers; the key under which a mapping is remembered. */
    fingerprint: z.string(),
  })
  .meta({ id: 'ImportPreview' });
export type ImportPreview = z.infer<typeof ImportPreview>;

/** Answer to an upload: the preview and the handle to start the import with. */
export const ImportUpload = z.object({
  upload_id: Id,
  file_name: z.string(),
  bytes: Count,
  /** XLSX: names of the sheets that can be chosen. */
  sheets: z.array(z.string()),
  preview: ImportPreview,
});
export type ImportUpload = z.infer<typeof ImportUpload>;

/** Asks for another preview of an upload after the shape or the mapping was changed. */
export const ImportPreviewRequest = z.object({
  client_id: Id,
  upload_id: Id,
  shape: FileShape.omit({ columns: true }).partial().optional(),
  mapping: ImportMapping.optional(),
});
export type ImportPreviewRequest = z.infer<typeof ImportPreviewRequest>;

export const ImportCreate = z.object({
  client_id: Id,
  upload_id: Id,
  shape: FileShape,
  mapping: ImportMapping,
  /** Keeps the mapping for the next file of this shape. */
  remember: z.boolean().default(true),
});
export type ImportCreate = z.infer<typeof ImportCreate>;

/** read = stored + updated + rejected; blank rows count nowhere. */
export const ImportSummary = z.object({
  read: Count,
  stored: Count,
  updated: Count,
  rejected: Count,
  by_reason: z.array(z.object({ reason: RejectReason, field: z.string(), rows: Count })),
});
export type ImportSummary = z.infer<typeof ImportSummary>;

/** One import as the list and its page show it. */
export const ImportRecord = z.object({
  id: Id,
  client_id: Id,
  file_name: z.string(),
  file_bytes: Count,
  created_at: Time,
  created_by_name: z.string(),
  job: Job,
  summary: ImportSummary,
});
export type ImportRecord = z.infer<typeof ImportRecord>;

/** Audits a file of leads without a server: the same readers, the same mapping, the same checks and score. */
import { basename } from 'node:path';
import type { LeadAudit } from '#contract/audit.ts';
import type { FileShape, ImportMapping, ImportPreview, Reject, RowNote } from '#contract/import.ts';
import type { LeadCreate } from '#contract/lead.ts';
import { ClientSettings } from '#contract/workspace.ts';
import { buildPreview } from '#domain/import/preview.ts';
import { compileMapping, type ImportedLead, type RowOutcome } from '#domain/import/row.ts';
import type { TableRow } from '#domain/import/table-row.ts';
import { auditInFull, auditLead } from '#domain/lead-checks/audit.ts';
import type { EarlierLead, Facts } from '#domain/lead-checks/check.ts';
import { duplicateKeys, earlierLeads } from '#domain/lead-checks/duplicate/earlier-leads.ts';
import { type IpCountries, ipCountryFacts } from '#domain/lead-checks/ip/country-ranges.ts';
import { prepareEmail } from '#domain/lead-checks/prepare/email.ts';
import { preparePhone } from '#domain/lead-checks/prepare/phone.ts';
import { prepareLead } from '#domain/lead-checks/prepare.ts';
import { DEFAULT_RULES } from '#domain/lead-score/default-rules.ts';
import { sourceOf } from '../server/imports/queries.ts';
import { inspectTable } from '../server/platform/tabular/inspect-table.ts';
import { readTable } from '../server/platform/tabular/read-table.ts';

export interface AuditOptions {
  path: string;
  /** ISO 3166-1 alpha-2, for phone numbers without a calling code and for dates that can be read two ways. */
  country?: string;
  /** Taken as it is; guessed when absent. */
  mapping?: ImportMapping;
  /** Source of leads whose row names none; the file's name when absent. */
  source?: string;
  /** Countries of IP addresses, where there is a list. */
  ipCountries?: IpCountries;
  /** Milliseconds since 1970. */
  now: number;
}

/** A row of the file with what came of it. */
export type AuditedRow = { row: TableRow } & (
  | { rejects: readonly Reject[] }
  | { lead: ImportedLead; notes: readonly RowNote[]; audit: LeadAudit; duplicateOf: number | undefined }
);

export interface AuditedFile {
  shape: FileShape;
  preview: ImportPreview;
  /** Every row of the file in its order, in batches. */
  rows(): AsyncGenerator<AuditedRow[]>;
}

/** Stands for the client in a lead that belongs to none. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Looks at a file and settles how it is read. Throws TableError, and what `compileMapping` throws of the mapping. */
export async function openAudit(options: AuditOptions): Promise<AuditedFile> {
  const { path, country, mapping } = options;
  const { shape, rows } = await inspectTable(path);
  const defaults = { source: options.source ?? sourceOf(basename(path)), ...(country ? { country } : {}) };
  const preview = buildPreview({ shape, rows, ...(mapping ? { mapping } : {}), defaults });
  const toLead = compileMapping(preview.mapping, shape, defaults);
  return { shape, preview, rows: () => auditRows(options, shape, toLead) };
}

/**
 * The file is read twice: first for the keys by which duplicates are found, then to audit. So a file of any length is
 * audited in memory of some dozen bytes a row.
 */
async function* auditRows(
  options: AuditOptions,
  shape: FileShape,
  toLead: (row: TableRow) => RowOutcome,
): AsyncGenerator<AuditedRow[]> {
  const earlier = await readKeys(options, shape, toLead);
  let place = 0;
  for await (const rows of readTable(options.path, shape)) {
    yield rows.map((row): AuditedRow => {
      const outcome = toLead(row);
      if ('rejects' in outcome) return { row, rejects: outcome.rejects };
      const { lead, notes } = outcome;
      return { row, lead, notes, ...auditOne(lead, earlier(place++), options) };
    });
  }
}

/** An earlier lead of the file; `row` counts as a spreadsheet does. */
type EarlierRow = EarlierLead & { row: number };
type EarlierRows = { email?: EarlierRow; phone?: EarlierRow };

async function readKeys(
  { path, country, now }: AuditOptions,
  shape: FileShape,
  toLead: (row: TableRow) => RowOutcome,
): Promise<(place: number) => EarlierRows> {
  const index = earlierLeads();
  const rowNumbers: number[] = [];
  const times: number[] = [];
  const sources: string[] = [];
  const names = new Map<string, string>();
  for await (const rows of readTable(path, shape)) {
    for (const row of rows) {
      const outcome = toLead(row);
      if ('rejects' in outcome) continue;
      const { lead } = outcome;
      const createdAt = lead.created_at === undefined ? now : Date.parse(lead.created_at);
      const email = lead.email?.trim() ? prepareEmail(lead.email) : undefined;
      const phone = lead.phone?.trim() ? preparePhone(lead.phone, lead.address?.country ?? country) : undefined;
      index.add({ ...duplicateKeys({ email, phone }), createdAt, externalId: lead.external_id });
      rowNumbers.push(row.row);
      times.push(createdAt);
      // A source's name is kept once, not once a row.
      if (!names.has(lead.source)) names.set(lead.source, lead.source);
      sources.push(names.get(lead.source) ?? '');
    }
  }
  const places = index.finish();
  const rowAt = (place: number | undefined): EarlierRow | undefined => {
    if (place === undefined) return undefined;
    const row = rowNumbers[place] ?? 0;
    return { lead_id: `row ${row}`, row, createdAt: times[place] ?? now, source: sources[place] ?? '' };
  };
  return (place) => {
    const found = places(place);
    const [email, phone] = [rowAt(found.email), rowAt(found.phone)];
    return { ...(email ? { email } : {}), ...(phone ? { phone } : {}) };
  };
}

const SETTINGS = ClientSettings.parse({});

function auditOne(
  imported: ImportedLead,
  duplicates: EarlierRows,
  { country, ipCountries, now }: AuditOptions,
): { audit: LeadAudit; duplicateOf: number | undefined } {
  const lead: LeadCreate = {
    ...imported,
    client_id: NOBODY,
    conversion_status: imported.conversion_status ?? 'new',
    created_at: imported.created_at ?? new Date(now).toISOString(),
  };
  const prepared = prepareLead(lead, { now, ...(country ? { country } : {}) });
  const facts: Facts = {
    now,
    client: { ...SETTINGS, ...(country ? { country } : {}) },
    duplicates,
    ...ipCountryFacts(ipCountries, prepared.ip),
  };
  const audit = auditInFull(auditLead(prepared, facts, DEFAULT_RULES, 0));
  const isDuplicate = audit.checks.some(({ id, outcome }) => id === 'X01_EXACT_DUP' && outcome === 'failed');
  const { email, phone } = duplicates;
  const nearest = email && phone ? (phone.createdAt > email.createdAt ? phone : email) : (email ?? phone);
  return { audit, duplicateOf: isDuplicate ? nearest?.row : undefined };
}

/** Writes a file of conversions: converted leads page by page, those that may not go counted by why. */
import type { Writable } from 'node:stream';
import { type ConversionPlatform, LEFT_OUT, type LeftOut } from '#contract/conversions.ts';
import type { ValidationStatus } from '#contract/lead.ts';
import type { LeadFilter } from '#contract/lead-list.ts';
import { dayIn } from '#domain/calendar/days.ts';
import { googleAdsFormat } from '#domain/conversion-upload/google-ads.ts';
import { META_FORMAT } from '#domain/conversion-upload/meta.ts';
import { leftOut, type UploadFormat, type UploadLead } from '#domain/conversion-upload/upload-lead.ts';
import { preparePhone } from '#domain/lead-checks/prepare/phone.ts';
import { fromMinor } from '#domain/money/minor-units.ts';
import { advanceJob } from '../../jobs/queries.ts';
import { Cancelled, JobError, type JobTools } from '../../jobs/tools.ts';
import { append } from '../../platform/audit-log/append.ts';
import { inScope } from '../../platform/db.ts';
import { csvLine } from '../../platform/tabular/csv-line.ts';
import { close, send } from '../../platform/tabular/sink.ts';
import { type ClientFacts, findClientFacts } from '../client-facts.ts';
import { countMatching, intoBlob, leadPages } from '../export-file.ts';
import { leadWhere } from '../filter.ts';
import { leadsKeptFromUpload } from '../findings/decisions.ts';
import { findFilterScope } from '../segments/book.ts';
import { findLeadRows, type LeadRow, openRow } from '../view.ts';
import { ConversionInput } from './start.ts';

/** Whether an export job is to write conversions. */
export const isConversions = (input: unknown): boolean => ConversionInput.safeParse(input).success;

interface Counts {
  /** Converted leads that were looked at. */
  leads: number;
  rows: number;
  left_out: Record<LeftOut, number>;
}

/** Works a job. Result: the blob, the name of the file, its rows, and how many converted leads it left out for what. */
export async function runConversions(tools: JobTools): Promise<Record<string, unknown>> {
  const { job, db, scope } = tools;
  const { conversions, filter } = ConversionInput.parse(job.input);
  const [client] = await inScope(db, scope, (tx) => findClientFacts(tx, [job.client_id]));
  if (client === undefined) throw new JobError('The client is not there any more.');
  const format = formatFor(conversions.platform, client.timeZone);
  const { blobId, written } = await intoBlob(tools, (sink) =>
    writeConversions(tools, client, { format, name: conversions.name, filter }, sink),
  );
  await inScope(db, scope, (tx) =>
    append(tx, {
      clientId: job.client_id,
      actor: { kind: 'system', id: job.id },
      action: 'conversions.written',
      object: { type: 'job', id: job.id },
      detail: { platform: conversions.platform, ...written },
    }),
  );
  const day = dayIn(client.timeZone, job.created_at.getTime());
  const platform = conversions.platform.replace('_', '-');
  return { blob_id: blobId, format: 'csv', file_name: `conversions-${platform}-${day}.csv`, ...written };
}

function formatFor(platform: ConversionPlatform, zone: string): UploadFormat {
  return platform === 'google_ads' ? googleAdsFormat(zone) : META_FORMAT;
}

interface Wanted {
  format: UploadFormat;
  name: string;
  filter: LeadFilter;
}

async function writeConversions(
  tools: JobTools,
  client: ClientFacts,
  { format, name, filter }: Wanted,
  sink: Writable,
): Promise<Counts> {
  const { job, db, scope, deps } = tools;
  const now = Date.now();
  const filterScope = await inScope(db, scope, (tx) => findFilterScope(tx, [client.id], filter, now));
  const chosen = leadWhere(filter, filterScope);
  const where = { ...chosen, sql: `${chosen.sql} and conversion_status = 'converted'` };
  const total = await countMatching(deps.clickhouse, where);
  const counts: Counts = {
    leads: 0,
    rows: 0,
    left_out: Object.fromEntries(LEFT_OUT.map((reason) => [reason, 0])) as Record<LeftOut, number>,
  };
  await send(sink, csvLine(format.columns));
  for await (const page of leadPages(deps.clickhouse, where)) {
    // What was decided up to now counts, also what the engine has not heard of.
    const { rows, excluded } = await inScope(db, scope, async (tx) => ({
      rows: await findLeadRows(tx, page),
      excluded: await leadsKeptFromUpload(tx, client.id, page),
    }));
    const byId = new Map(rows.map((row) => [row.id, row]));
    let lines = '';
    for (const id of page) {
      const row = byId.get(id);
      if (row?.conversion_status !== 'converted') continue;
      const lead = uploadLead(deps.vault, client, row, format, excluded.has(id));
      const reason = leftOut(lead, format, name, now);
      counts.leads++;
      if (reason === undefined) {
        counts.rows++;
        lines += csvLine(format.cells(lead, name));
      } else counts.left_out[reason]++;
    }
    await send(sink, lines);
    const cancelled = await inScope(db, scope, (tx) => advanceJob(tx, job.id, { done: counts.leads, total }));
    if (cancelled) throw new Cancelled();
  }
  await close(sink);
  return counts;
}

function uploadLead(
  vault: JobTools['deps']['vault'],
  client: ClientFacts,
  row: LeadRow,
  format: UploadFormat,
  excluded: boolean,
): UploadLead {
  const { source_details, email, phone, consent, address } = openRow(vault, row);
  const prepared = phone?.trim() ? preparePhone(phone, address?.country ?? client.country) : undefined;
  const currency = row.currency ?? client.currency;
  return {
    // Keyed, so that nobody without the key links it to the lead, and the same in every file of the client.
    id: vault.blindIndex(client.id, 'export', row.id).toString('hex'),
    convertedAt: row.conversion_date?.getTime(),
    clickedAt: row.clicked_at?.getTime(),
    createdAt: row.created_at.getTime(),
    clickId: source_details?.[format.clickId]?.trim() || undefined,
    value: row.revenue_minor === null ? undefined : fromMinor(row.revenue_minor, currency),
    currency,
    email,
    phone: prepared?.possible ? prepared.e164 : undefined,
    validationStatus: row.validation_status as ValidationStatus,
    duplicate: row.duplicate_of !== null,
    excluded,
    flags: row.flags,
    consent,
  };
}

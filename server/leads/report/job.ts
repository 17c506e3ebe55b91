/** Writes an audit report: counts from the engine, the refused leads from PostgreSQL, one file into the blobs. */
import { Readable } from 'node:stream';
import * as z from 'zod';
import { addDays, dayIn, dayStart } from '#domain/calendar/days.ts';
import { LEAD_CHECKS } from '#domain/lead-checks/list.ts';
import { splitValues } from '#domain/lead-list/value-list.ts';
import { comparePeriod } from '#domain/lead-metrics/compare-period.ts';
import { advanceJob } from '../../jobs/queries.ts';
import { Cancelled, JobError, type JobTools } from '../../jobs/tools.ts';
import { append } from '../../platform/audit-log/append.ts';
import { ask, SafeInteger } from '../../platform/clickhouse.ts';
import { inScope } from '../../platform/db.ts';
import { type ClientFacts, findClientFacts } from '../client-facts.ts';
import { findFindings } from '../findings.ts';
import { question } from '../questions.ts';
import { readLeads } from '../view.ts';
import { reportHtml } from './html.ts';
import { type ReportFacts, type ReportLead, refusalOf, refusedOf, signed } from './model.ts';
import { reportPdf } from './pdf.ts';
import { ReportInput } from './start.ts';

const DAYS_SQL = question('report-days');
const REFUSED_SQL = question('report-refused');
/** Leads that one report lists; more are counted, not listed. */
const LISTED_MAX = 20_000;
const LEADS_PER_CHUNK = 1000;
const CHECKS_SHOWN = 12;
const FILE_BYTES_MAX = 256 * 1024 ** 2;

const DayRow = z.object({
  day: z.string(),
  leads: SafeInteger,
  fraudulent: SafeInteger,
  duplicate: SafeInteger,
  invalid: SafeInteger,
  held: SafeInteger,
  pending: SafeInteger,
});
const RefusedRow = z.object({ id: z.string(), held: z.int() });
const CHECK_TITLES = new Map<string, string>(LEAD_CHECKS.map(({ id, title }) => [id, title]));

/** Whether an export job is to write a report. */
export const isReport = (input: unknown): boolean => ReportInput.safeParse(input).success;

/** Works a report job. Result: the blob, its format, the name of the file, how many leads it lists, its signature. */
export async function runReport(tools: JobTools): Promise<Record<string, unknown>> {
  const { job, db, scope, deps } = tools;
  const { report, format } = ReportInput.parse(job.input);
  const facts = await gather(tools, report);
  const model = signed(facts);
  const file = format === 'pdf' ? reportPdf(model, job.created_at) : Buffer.from(reportHtml(model));
  const blob = await deps.blobs.put(job.client_id, Readable.from([file]), { bytesMax: FILE_BYTES_MAX });
  await inScope(db, scope, (tx) =>
    append(tx, {
      clientId: job.client_id,
      actor: { kind: 'system', id: job.id },
      action: 'report.written',
      object: { type: 'job', id: job.id },
      detail: { sha256: model.signature, format, leads: model.leads, listed: model.listed.length },
    }),
  );
  const name =
    report.source
      .replaceAll(/[^A-Za-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .toLowerCase() || 'source';
  return {
    blob_id: blob.id,
    format,
    file_name: `lead-audit-${name}-${report.from}-to-${report.to}.${format}`,
    rows: model.listed.length,
    sha256: model.signature,
  };
}

async function gather(tools: JobTools, report: { source: string; from: string; to: string }): Promise<ReportFacts> {
  const { job, db, scope, deps } = tools;
  const { client, name, price } = await inScope(db, scope, async (tx) => {
    const [found] = await findClientFacts(tx, [job.client_id]);
    const row = await tx.selectFrom('client').select('name').where('id', '=', job.client_id).executeTakeFirst();
    const source = await tx
      .selectFrom('source')
      .select('price_minor')
      .where('client_id', '=', job.client_id)
      .where('name', '=', report.source)
      .executeTakeFirst();
    return { client: found, name: row?.name ?? '', price: source?.price_minor ?? undefined };
  });
  if (client === undefined) throw new JobError('The client is not there any more.');
  const zone = client.timeZone;
  const bounds = { from: dayStart(report.from, zone), to: dayStart(addDays(report.to, 1), zone) };
  const params = { client: client.id, source: report.source, zone, ...bounds };
  const [days, ids, findings] = await Promise.all([
    ask(deps.clickhouse, DAYS_SQL, params, DayRow),
    ask(deps.clickhouse, REFUSED_SQL, { ...params, most: LISTED_MAX }, RefusedRow),
    findFindings(deps.clickhouse, client, {
      period: { from: report.from, to: report.to },
      before: comparePeriod(report, 'previous'),
      today: dayIn(zone, job.created_at.getTime()),
    }),
  ]);
  const total = (key: Exclude<keyof z.output<typeof DayRow>, 'day'>) => days.reduce((sum, day) => sum + day[key], 0);
  const refused = {
    fraudulent: total('fraudulent'),
    duplicate: total('duplicate'),
    invalid: total('invalid'),
    held: total('held'),
  };
  const leads = total('leads');
  const listed = await refusedLeads(tools, client, ids);
  return {
    client: name,
    source: report.source,
    from: report.from,
    to: report.to,
    zone,
    currency: client.currency,
    price_minor: price,
    made_at: minuteOf(job.created_at, zone),
    job: job.id,
    leads,
    accepted: leads - refusedOf({ refused }) - total('pending'),
    pending: total('pending'),
    refused,
    days: days.map((day) => ({
      day: day.day,
      leads: day.leads,
      refused: refusedOf({ refused: day }),
    })),
    findings: findings
      .filter(({ filter }) => splitValues(filter.source ?? '').join() === report.source)
      .map(({ title, evidence, at_stake_formula }) => ({ title, evidence, money: at_stake_formula })),
    checks: checksOf(listed),
    listed,
  };
}

/** The leads as a seller may see them: ids, times, reasons, and personal values masked. */
async function refusedLeads(
  tools: JobTools,
  client: ClientFacts,
  rows: readonly z.output<typeof RefusedRow>[],
): Promise<ReportLead[]> {
  const held = new Set(rows.filter((row) => row.held === 1).map(({ id }) => id));
  const ids = rows.map(({ id }) => id);
  const { job, db, scope, deps } = tools;
  const found: ReportLead[] = [];
  for (let start = 0; start < ids.length; start += LEADS_PER_CHUNK) {
    const chunk = ids.slice(start, start + LEADS_PER_CHUNK);
    const leads = await inScope(db, scope, (tx) => readLeads(tx, deps.vault, chunk, true));
    for (const lead of leads) {
      const refusal = refusalOf({ ...lead, held: held.has(lead.id) });
      // Changed since it was counted.
      if (refusal === undefined) continue;
      found.push({
        id: lead.id,
        external_id: lead.external_id ?? '',
        received: minuteOf(new Date(lead.created_at), client.timeZone),
        refusal,
        failed: lead.flags.map((flag) => CHECK_TITLES.get(flag) ?? flag),
        email: lead.email,
        phone: lead.phone ?? '',
      });
    }
    const done = Math.min(ids.length, start + LEADS_PER_CHUNK);
    if (await inScope(db, scope, (tx) => advanceJob(tx, job.id, { done, total: ids.length }))) throw new Cancelled();
  }
  return found;
}

function checksOf(leads: readonly ReportLead[]): ReportFacts['checks'] {
  const counts = new Map<string, number>();
  for (const { failed } of leads) for (const check of failed) counts.set(check, (counts.get(check) ?? 0) + 1);
  return [...counts]
    .map(([title, count]) => ({ title, leads: count }))
    .sort((a, b) => b.leads - a.leads || (a.title < b.title ? -1 : 1))
    .slice(0, CHECKS_SHOWN);
}

/** `2026-11-20 14:05` in a zone. */
function minuteOf(at: Date, zone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone: zone }).format(at);
}

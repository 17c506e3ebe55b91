/** `assay audit FILE`: the main job without a browser and without a server. */
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { SEVERITIES } from '#contract/audit.ts';
import { EXPORT_FORMATS } from '#contract/lead-list.ts';
import { readConfig } from '../server/config.ts';
import { readIpCountries } from '../server/leads/ip-countries.ts';
import { type OutCell, type OutColumn, tableWriter } from '../server/platform/tabular/write-table.ts';
import { type AuditedFile, type AuditedRow, openAudit } from './audit-file.ts';
import { auditReport } from './audit-report.ts';
import { type AuditSummary, auditSummary } from './audit-summary.ts';
import { type CommandIo, readOptions, UsageError } from './command.ts';
import { readMapping } from './mapping-file.ts';

export const AUDIT_HELP = `assay audit FILE [options]

Checks and scores the leads of a CSV, TSV, NDJSON or XLSX file of any shape, without a server and without the network.
Prints a summary and writes a results file: the columns of FILE, then validation_status, quality_score, flags,
duplicate_of_row and reason. Rows are counted as a spreadsheet counts them. Nothing leaves this machine.

  --out FILE       where results go; the ending decides: .csv .ndjson .xlsx .parquet (default: FILE.audit.csv here)
  --country XX     country of phone numbers without a calling code, ISO 3166-1 alpha-2
  --mapping FILE   JSON with the meaning of the columns, as --json prints it under "mapping"
  --source NAME    source of leads whose row names none (default: the name of FILE)
  --json           the summary as JSON

ASSAY_IP_COUNTRY names lists of countries of IP addresses, as for the server (docs/operations.md).

Exit code: 0 when leads were audited, 1 when not, 2 for a wrong call.`;

const OPTIONS = {
  out: { type: 'string' },
  country: { type: 'string' },
  mapping: { type: 'string' },
  source: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** Columns that the results file adds to those of the source. */
const ADDED = ['validation_status', 'quality_score', 'flags', 'duplicate_of_row', 'reason'];

export async function audit(given: readonly string[], io: CommandIo): Promise<number> {
  const { values, operands } = readOptions(given, OPTIONS, ['FILE']);
  const path = resolve(operands[0] ?? '');
  const country = values.country?.toUpperCase();
  if (country !== undefined && !/^[A-Z]{2}$/.test(country)) {
    throw new UsageError(`--country wants two letters such as DE, not "${values.country}".`);
  }
  const resultsFile = values.out ?? `${basename(path, extname(path))}.audit.csv`;
  if (resolve(resultsFile) === path) throw new UsageError('--out may not be FILE itself.');
  const mapping = values.mapping === undefined ? undefined : await readMapping(values.mapping);
  const ipCountries = await readIpCountries(readConfig().ipCountryFiles);
  const began = performance.now();
  const file = await openAudit({
    path,
    now: Date.now(),
    ...(country === undefined ? {} : { country }),
    ...(mapping === undefined ? {} : { mapping }),
    ...(values.source === undefined ? {} : { source: values.source }),
    ...(ipCountries ? { ipCountries } : {}),
  });
  const summary = await writeResults(file, resultsFile, io);
  const seconds = (performance.now() - began) / 1000;
  const { shape, preview } = file;
  if (values.json) {
    io.say(
      JSON.stringify(
        { file: path, results: resultsFile, seconds, shape, mapping: preview.mapping, ...summary },
        null,
        2,
      ),
    );
  } else {
    const report = {
      name: basename(path),
      shape,
      preview,
      mappingGiven: mapping !== undefined,
      summary,
      seconds,
      resultsFile,
    };
    for (const line of auditReport(report)) io.say(line);
  }
  return summary.rows.audited > 0 ? 0 : 1;
}

/** The results appear under their name when they are complete. */
async function writeResults(file: AuditedFile, name: string, io: CommandIo): Promise<AuditSummary> {
  const format = EXPORT_FORMATS.find((known) => extname(name).toLowerCase() === `.${known}`);
  if (format === undefined)
    throw new UsageError(`--out may end in ${EXPORT_FORMATS.map((known) => `.${known}`).join(' ')}.`);
  const unfinished = join(resolve(name, '..'), `.${basename(name)}.${process.pid}.unfinished`);
  const writer = tableWriter(format, resultColumns(file.shape.columns), createWriteStream(unfinished, { flags: 'wx' }));
  const summary = auditSummary();
  let done = 0;
  try {
    for await (const rows of file.rows()) {
      for (const row of rows) summary.take(row);
      await writer.write(rows.map((row) => resultCells(row, file.shape.columns.length)));
      done += rows.length;
      io.progress(`${done.toLocaleString('en-US')} rows`);
    }
    await writer.end();
    await rename(unfinished, name);
  } finally {
    await rm(unfinished, { force: true });
  }
  return summary.result();
}

/** Columns of the source keep their names; one of ours that is taken gets another. */
function resultColumns(columns: readonly string[]): OutColumn[] {
  const taken = new Set(columns.map((name) => name.toLowerCase()));
  return [
    ...columns.map((name): OutColumn => ({ name, type: 'text' })),
    ...ADDED.map(
      (name): OutColumn => ({
        name: taken.has(name) ? `assay_${name}` : name,
        type: name === 'quality_score' || name === 'duplicate_of_row' ? 'number' : 'text',
      }),
    ),
  ];
}

function resultCells(audited: AuditedRow, width: number): OutCell[] {
  const cells: OutCell[] = Array.from({ length: width }, (_, column) => audited.row.cells[column] ?? '');
  if ('rejects' in audited) {
    const reasons = audited.rejects.map(({ field, message }) => (field ? `${field}: ${message}` : message));
    return [...cells, '', null, '', null, `Not audited: ${reasons.join('; ')}`];
  }
  const { audit, duplicateOf } = audited;
  const flags = audit.checks
    .filter(({ outcome }) => outcome === 'failed')
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
    .map(({ id }) => id);
  return [...cells, audit.validation_status, audit.quality_score, flags.join(' '), duplicateOf ?? null, audit.reason];
}

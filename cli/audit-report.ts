/** The summary of an audited file as a person reads it in a terminal. */
import type { FileShape, ImportPreview } from '#contract/import.ts';
import type { AuditSummary } from './audit-summary.ts';
import { percent, styled, textTable } from './command.ts';

const FINDINGS_SHOWN = 20;
const SOURCES_SHOWN = 15;
const REJECTS_SHOWN = 10;
/** Below this confidence a guess is marked. */
const DOUBTFUL = 0.75;

export interface ReportInput {
  name: string;
  shape: FileShape;
  preview: ImportPreview;
  /** Whether the mapping came from a file of the caller's. */
  mappingGiven: boolean;
  summary: AuditSummary;
  seconds: number;
  resultsFile: string;
}

export function auditReport(input: ReportInput): string[] {
  const { name, shape, summary, seconds, resultsFile } = input;
  const { rows } = summary;
  const speed = Math.round(rows.read / seconds).toLocaleString('en-US');
  const lines = [
    `${styled('bold', name)}: ${formatOf(shape)}, ${count(shape.columns.length, 'column')}, ${count(rows.read, 'row')} (${seconds.toFixed(1)} s, ${speed} rows/s)`,
    '',
    ...mappingLines(input.preview, input.mappingGiven ? 'given' : 'guessed'),
  ];
  if (rows.audited > 0) lines.push(...auditLines(summary));
  if (rows.rejected > 0) lines.push(...rejectLines(summary));
  return [...lines, '', `Results: ${resultsFile}`];
}

function formatOf({ format, encoding, delimiter, sheet }: FileShape): string {
  if (format === 'xlsx') return `XLSX, sheet "${sheet ?? ''}"`;
  if (format === 'ndjson') return `NDJSON in ${encoding}`;
  return `${delimiter === '\t' ? 'TSV' : `CSV with "${delimiter}"`} in ${encoding}`;
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;
}

/** What each column is taken for, and how sure that is where it was guessed. */
export function mappingLines(
  { mapping, columns }: Pick<ImportPreview, 'mapping' | 'columns'>,
  whose: 'given' | 'guessed' | 'remembered',
): string[] {
  const targets = new Map(mapping.columns.map(({ column, target }) => [column, target]));
  const rows = columns.map(({ column, header, guess }) => {
    const target = targets.get(column) ?? 'custom';
    const meaning = target === 'custom' ? '(kept as it is)' : target === 'ignore' ? '(left out)' : target;
    return [header.slice(0, 40), meaning, whose === 'guessed' ? sure(guess.confidence) : ''];
  });
  const head = ['Column', 'Meaning', whose === 'guessed' ? 'Sure' : ''];
  return [styled('bold', `Mapping, as ${whose}`), ...textTable(head, rows)];
}

function sure(confidence: number): string {
  return `${Math.round(100 * confidence)} %${confidence < DOUBTFUL ? ', please check' : ''}`;
}

function auditLines(summary: AuditSummary): string[] {
  const { rows, statuses, duplicates, findings, sources } = summary;
  const share = (leads: number) => percent(leads, rows.audited);
  const found = findings.slice(0, FINDINGS_SHOWN);
  const shown = sources.slice(0, SOURCES_SHOWN);
  return [
    '',
    styled('bold', `${count(rows.audited, 'lead')} audited`),
    ...textTable(
      ['Status', 'Leads', 'Share'],
      Object.entries(statuses).map(([status, leads]) => [status, leads, share(leads)]),
    ),
    `  Mean quality score ${summary.mean_quality_score} of 100, mean completeness ${percent(summary.mean_completeness ?? 0, 1)}, seen before ${count(duplicates, 'lead')}`,
    '',
    styled('bold', 'Findings'),
    ...(found.length === 0
      ? ['  Nothing speaks against these leads.']
      : textTable(
          ['Severity', 'Check', 'What', 'Leads', 'Share'],
          found.map(({ severity, check, title, leads }) => [severity, check, title, leads, share(leads)]),
        )),
    ...more(findings.length - found.length),
    '',
    styled('bold', 'By source'),
    ...textTable(
      ['Source', 'Leads', 'Valid', 'Invalid', 'Pending', 'Fraudulent', 'Seen before', 'Score'],
      shown.map((source) => [
        source.source.slice(0, 40),
        source.leads,
        percent(source.valid, source.leads),
        percent(source.invalid, source.leads),
        percent(source.pending, source.leads),
        percent(source.fraudulent, source.leads),
        percent(source.duplicates, source.leads),
        source.mean_quality_score.toFixed(1),
      ]),
    ),
    ...more(sources.length - shown.length),
  ];
}

function rejectLines({ rows, rejects }: AuditSummary): string[] {
  const shown = rejects.slice(0, REJECTS_SHOWN);
  return [
    '',
    styled('bold', `${count(rows.rejected, 'row')} not audited`),
    ...textTable(
      ['Reason', 'Field', 'Rows', 'First row', 'What'],
      shown.map(({ reason, field, rows: number, first_row, message }) => [
        reason,
        field.slice(0, 40),
        number,
        first_row,
        message,
      ]),
    ),
    ...more(rejects.length - shown.length),
  ];
}

function more(hidden: number): string[] {
  return hidden > 0 ? [styled('dim', `  and ${hidden} more; --json lists all`)] : [];
}

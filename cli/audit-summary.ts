/** Sums up an audited file: statuses, score, findings by check, sources, rejected rows. */
import type { Severity } from '#contract/audit.ts';
import { SEVERITIES } from '#contract/audit.ts';
import type { RejectReason } from '#contract/import.ts';
import { VALIDATION_STATUSES } from '#contract/lead.ts';
import type { AuditedRow } from './audit-file.ts';

type Statuses = Record<(typeof VALIDATION_STATUSES)[number], number>;

export interface SourceSummary extends Statuses {
  source: string;
  leads: number;
  duplicates: number;
  mean_quality_score: number;
}

export interface AuditSummary {
  /** read = audited + rejected; blank rows count nowhere. */
  rows: { read: number; audited: number; rejected: number };
  statuses: Statuses;
  duplicates: number;
  mean_quality_score: number | null;
  mean_completeness: number | null;
  /** Checks that failed, worst severity first, then most frequent. */
  findings: { check: string; title: string; severity: Severity; leads: number }[];
  /** Most leads first. */
  sources: SourceSummary[];
  /** Most frequent first. */
  rejects: { reason: RejectReason; field: string; rows: number; first_row: number; message: string }[];
}

/** A column mistaken for the source can hold a value of its own in each row; what comes after these is put together. */
const SOURCES_MAX = 10_000;
const OTHER_SOURCES = '(other sources)';

export function auditSummary() {
  const rows = { read: 0, audited: 0, rejected: 0 };
  const all = emptySource('');
  let completeness = 0;
  const findings = new Map<string, AuditSummary['findings'][number]>();
  const sources = new Map<string, SourceSummary>();
  const rejects = new Map<string, AuditSummary['rejects'][number]>();

  return {
    take(row: AuditedRow): void {
      rows.read += 1;
      if ('rejects' in row) {
        rows.rejected += 1;
        for (const { reason, field, message } of row.rejects) {
          const entry = rejects.get(`${reason} ${field}`);
          if (entry) entry.rows += 1;
          else rejects.set(`${reason} ${field}`, { reason, field, rows: 1, first_row: row.row.row, message });
        }
        return;
      }
      rows.audited += 1;
      completeness += row.audit.completeness;
      count(all, row);
      count(sourceOf(row.lead.source), row);
      for (const { id, title, severity, outcome } of row.audit.checks) {
        if (outcome !== 'failed') continue;
        const entry = findings.get(id);
        if (entry) entry.leads += 1;
        else findings.set(id, { check: id, title, severity, leads: 1 });
      }
    },

    result(): AuditSummary {
      const { valid, invalid, pending, fraudulent, duplicates } = all;
      return {
        rows,
        statuses: { valid, invalid, pending, fraudulent },
        duplicates,
        mean_quality_score: rows.audited === 0 ? null : mean(all).mean_quality_score,
        mean_completeness: rows.audited === 0 ? null : round(completeness / rows.audited, 4),
        findings: [...findings.values()].sort(
          (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || b.leads - a.leads,
        ),
        sources: [...sources.values()].map(mean).sort((a, b) => b.leads - a.leads),
        rejects: [...rejects.values()].sort((a, b) => b.rows - a.rows),
      };
    },
  };

  function sourceOf(name: string): SourceSummary {
    const source = sources.has(name) || sources.size < SOURCES_MAX ? name : OTHER_SOURCES;
    const known = sources.get(source);
    if (known) return known;
    const made = emptySource(source);
    sources.set(source, made);
    return made;
  }
}

function emptySource(source: string): SourceSummary {
  const none = Object.fromEntries(VALIDATION_STATUSES.map((status) => [status, 0])) as Statuses;
  return { source, leads: 0, ...none, duplicates: 0, mean_quality_score: 0 };
}

/** Until the end `mean_quality_score` holds the sum. */
function count(source: SourceSummary, { audit, duplicateOf }: Exclude<AuditedRow, { rejects: unknown }>): void {
  source.leads += 1;
  source[audit.validation_status] += 1;
  source.mean_quality_score += audit.quality_score;
  if (duplicateOf !== undefined) source.duplicates += 1;
}

function mean(source: SourceSummary): SourceSummary {
  return { ...source, mean_quality_score: round(source.mean_quality_score / source.leads, 2) };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/** Files of leads as callers send them: repeats, people who come twice, and rows that are no leads. Tests only. */
import type { LeadCreate } from '#contract/lead.ts';
import { fileOfLeads } from '../demo/csv.ts';
import { CSV_SHAPES, type CsvShape } from '../demo/csv-shapes.ts';
import { demoLeads } from '../demo/leads.ts';

const HOUR_MS = 3_600_000;

export interface LeadFile {
  content: Buffer;
  /** What an import of it into a client that knows none of its leads must say. */
  summary: { read: number; stored: number; updated: number; rejected: number };
  /** Addresses that stand in it, for leads that come another way. */
  emails: string[];
}

/** A CSV of about `rows` rows. Files of different seeds share no external id. */
export function leadFile(options: { seed: number; rows: number; now: Date }): LeadFile {
  const shape = CSV_SHAPES.find(({ name }) => name === 'us') as CsvShape;
  const summary = { read: 0, stored: 0, updated: 0, rejected: 0 };
  const emails: string[] = [];
  const write = function* (): Generator<LeadCreate> {
    let number = 0;
    for (const { client: _, ...lead } of demoLeads({ seed: options.seed, count: options.rows, now: options.now })) {
      number += 1;
      summary.stored += 1;
      emails.push(lead.email ?? '');
      yield lead;
      if (number % 50 === 0) {
        summary.updated += 1;
        yield { ...lead, conversion_status: 'contacted', created_at: later(lead, 2) };
      }
      if (number % 40 === 0) {
        summary.stored += 1;
        yield { ...lead, external_id: `${lead.external_id}-again`, source: 'QuoteHarbor', created_at: later(lead, 1) };
      }
      const flaw = FLAWS[(number / 60) % FLAWS.length];
      if (flaw === undefined) continue;
      summary.rejected += 1;
      yield { ...lead, external_id: `${lead.external_id}-refused`, ...flaw };
    }
  };
  const content = Buffer.concat([...fileOfLeads(write(), shape)]);
  summary.read = summary.stored + summary.updated + summary.rejected;
  return { content, summary, emails };
}

const FLAWS: readonly Partial<LeadCreate>[] = [
  { email: '', phone: '' },
  { revenue: -12.5 },
  { created_at: 'the other day' },
];

const later = ({ created_at = '' }: LeadCreate, hours: number) =>
  new Date(Date.parse(created_at) + hours * HOUR_MS).toISOString();

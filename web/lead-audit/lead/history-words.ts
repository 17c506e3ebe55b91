/** What the history of a lead says, line by line. */
import type { ConversionStatus, ValidationStatus } from '#contract/lead.ts';
import type { LeadHistory } from '#contract/lead-actions.ts';
import { CONVERSION, VALIDATION } from '../lead-words.ts';

type Event = LeadHistory['events'][number];

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const stage = (value: unknown): string => CONVERSION[text(value) as ConversionStatus]?.label ?? text(value);

/** The event in a few words, and what is worth adding. */
export function eventWords({ kind, detail }: Event): { title: string; note: string } {
  switch (kind) {
    case 'captured':
      return {
        title: detail.import_id ? 'Imported' : 'Received',
        note: detail.source ? `from ${text(detail.source)}` : '',
      };
    case 'status': {
      const [from, to] = [stage(detail.from), stage(detail.to)];
      return { title: from ? `Stage: ${from} to ${to}` : `Stage: ${to}`, note: text(detail.reason) };
    }
    case 'audited': {
      const status = VALIDATION[text(detail.status) as ValidationStatus]?.label ?? '';
      const score = typeof detail.quality_score === 'number' ? `score ${Math.round(detail.quality_score)}` : '';
      return { title: 'Checked', note: [status, score].filter(Boolean).join(', ') };
    }
    case 'verdict': {
      const titles: Record<string, string> = {
        fraud: 'Decided: fraud',
        not_fraud: 'Decided: no fraud',
        undone: 'Decision on fraud taken back',
      };
      return { title: titles[text(detail.decision)] ?? 'Decided', note: text(detail.reason) };
    }
    case 'revealed':
      return { title: 'Personal data shown', note: '' };
    case 'merged':
      return { title: 'Merged', note: typeof detail.leads === 'number' ? `${detail.leads} leads are one person` : '' };
    case 'unmerged':
      return { title: 'Merge undone', note: '' };
    case 'updated': {
      const fields = Array.isArray(detail.fields) ? detail.fields.map(text).filter(Boolean).join(', ') : '';
      return { title: 'Changed', note: [fields, text(detail.reason)].filter(Boolean).join(': ') };
    }
  }
}

/** A person's or key's name; the system goes by the product's name. */
export const actorWords = ({ actor, actor_name }: Event): string =>
  actor.startsWith('system') ? 'Assay' : actor.startsWith('key:') ? `API key ${actor_name}` : actor_name;

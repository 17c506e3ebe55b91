/** Everything a rule can ask about: how it is called, what it starts as, and when it is finished. */
import type { SegmentGroup, SegmentLeaf, SegmentRule } from '#contract/segment-rules.ts';
import type { OptionGroup } from '../../ui/select.tsx';

type TextField = Extract<SegmentLeaf, { kind: 'text' }>['field'];
type NumberField = Extract<SegmentLeaf, { kind: 'number' }>['field'];
type TimeField = Extract<SegmentLeaf, { kind: 'time' }>['field'];

export const TEXT_WORDS: Record<TextField, string> = {
  source: 'Source',
  source_kind: 'Kind of source',
  campaign_id: 'Campaign',
  ad_group_id: 'Ad group',
  keyword: 'Keyword',
  referrer: 'Referrer',
  country: 'Country',
  region: 'State or region',
  email_domain: 'E-mail domain',
  phone_type: 'Phone type',
  validation_status: 'Status',
  conversion_status: 'Stage',
  currency: 'Currency',
  import_id: 'Import',
};
/** `scale`: what the stored number is multiplied by to be read. */
export const NUMBER_WORDS: Record<NumberField, { label: string; unit: string; scale: number }> = {
  quality_score: { label: 'Quality score', unit: 'points', scale: 1 },
  engagement_score: { label: 'Engagement score', unit: 'points', scale: 1 },
  conversion_probability: { label: 'Conversion probability', unit: '%', scale: 100 },
  completeness: { label: 'Completeness', unit: '%', scale: 100 },
  revenue: { label: 'Revenue', unit: 'of its currency', scale: 1 },
  seconds_on_form: { label: 'Time on the form', unit: 'seconds', scale: 1 },
};
export const TIME_WORDS: Record<TimeField, string> = {
  created_at: 'Came',
  clicked_at: 'Clicked',
  updated_at: 'Updated',
  contacted_at: 'Contacted',
  qualified_at: 'Qualified',
  conversion_date: 'Converted or last moved',
  lost_at: 'Lost',
  audited_at: 'Checked',
};
export const EVENT_WORDS: Record<Extract<SegmentLeaf, { kind: 'event' }>['events'][number], string> = {
  impression: 'Saw an ad',
  click: 'Clicked an ad',
  visit: 'Visited',
  view: 'Viewed a page',
  form_start: 'Began a form',
  form_submit: 'Sent a form',
  email_open: 'Opened a mail',
  email_click: 'Clicked in a mail',
  email_reply: 'Answered a mail',
  call: 'Called',
  meeting: 'Met',
};
export const OPERATOR_WORDS: Record<Extract<SegmentLeaf, { kind: 'text' }>['operator'], string> = {
  is: 'is any of',
  is_not: 'is none of',
  contains: 'contains',
  not_contains: 'does not contain',
  starts_with: 'begins with',
};
export const STAGE_WORDS: Record<Extract<SegmentLeaf, { kind: 'reached' }>['stage'], string> = {
  contacted: 'was contacted',
  qualified: 'was qualified',
  converted: 'converted',
  lost: 'was lost',
};

/** The choice of a rule's first list: its kind, and for fields the field. */
export type Subject = `text:${TextField}` | `number:${NumberField}` | `time:${TimeField}` | Other;
type Other = 'check' | 'duplicate' | 'reached' | 'event' | 'rfm' | 'words' | 'segment';

const entries = <K extends string>(kind: string, words: Record<K, string | { label: string }>) =>
  Object.entries<string | { label: string }>(words).map(([field, word]) => ({
    value: `${kind}:${field}` as Subject,
    label: typeof word === 'string' ? word : word.label,
  }));

export const SUBJECTS: readonly OptionGroup<Subject>[] = [
  { label: 'Lead', options: entries('text', TEXT_WORDS) },
  { label: 'Numbers', options: entries('number', NUMBER_WORDS) },
  { label: 'Dates', options: entries('time', TIME_WORDS) },
  {
    label: 'What is known',
    options: [
      { value: 'check', label: 'Failed checks' },
      { value: 'duplicate', label: 'Duplicate' },
      { value: 'reached', label: 'Came to a stage' },
      { value: 'words', label: 'Name, company or e-mail' },
    ],
  },
  {
    label: 'Person',
    options: [
      { value: 'event', label: 'Did something' },
      { value: 'rfm', label: 'Recency, frequency, value' },
    ],
  },
  { label: 'Segments', options: [{ value: 'segment', label: 'Is in a segment' }] },
];

export function subjectOf(rule: SegmentLeaf): Subject {
  return rule.kind === 'text' || rule.kind === 'number' || rule.kind === 'time'
    ? (`${rule.kind}:${rule.field}` as Subject)
    : rule.kind;
}

/** What a rule about something starts as. */
export function freshRule(subject: Subject): SegmentLeaf {
  const [kind, field] = subject.split(':') as [SegmentLeaf['kind'], string | undefined];
  switch (kind) {
    case 'text':
      return { kind, field: field as TextField, operator: 'is', values: [] };
    case 'number':
      return { kind, field: field as NumberField };
    case 'time':
      return { kind, field: field as TimeField, within_days: 30 };
    case 'check':
      return { kind, checks: [], match: 'any' };
    case 'duplicate':
      return { kind, duplicate: true };
    case 'reached':
      return { kind, stage: 'qualified' };
    case 'event':
      return { kind, events: ['visit'], at_least: 1, when: 'last', within_days: 30 };
    case 'rfm':
      return { kind, recency: [4, 5] };
    case 'words':
      return { kind, text: '' };
    case 'segment':
      return { kind, id: '' };
  }
}

function isFinished(rule: SegmentLeaf): boolean {
  switch (rule.kind) {
    case 'text':
      return rule.values.length > 0;
    case 'number':
      return [rule.min, rule.max].some((end) => end !== undefined) && !Number.isNaN((rule.min ?? 0) + (rule.max ?? 0));
    case 'check':
      return rule.checks.length > 0;
    case 'event':
      return rule.events.length > 0 && rule.at_least >= 1;
    case 'rfm':
      return [rule.recency, rule.frequency, rule.monetary].some((side) => side !== undefined && side.length > 0);
    case 'words':
      return rule.tokens !== undefined || (rule.text ?? '').trim().length >= 2;
    case 'segment':
      return rule.id !== '';
    default:
      return true;
  }
}

/** The rules that can be asked about now, and how many are still being written. */
export function finishedRules(group: SegmentGroup): { rules: SegmentGroup; unfinished: number } {
  let unfinished = 0;
  const rules = group.rules.flatMap((rule): SegmentRule[] => {
    if (rule.kind === 'group') {
      const inner = finishedRules(rule);
      unfinished += inner.unfinished;
      return [inner.rules];
    }
    if (isFinished(rule)) return [rule];
    unfinished += 1;
    return [];
  });
  return { rules: { ...group, rules }, unfinished };
}

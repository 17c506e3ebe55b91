/** Steps of a funnel in words. */
import { type FunnelStep, STEP_FIELDS, type StepKind } from './funnel-text.ts';

export const STEP_WORDS: Record<StepKind, string> = {
  impression: 'Saw an ad',
  click: 'Clicked an ad',
  visit: 'Visited',
  view: 'Viewed a page',
  form_start: 'Started the form',
  form_submit: 'Sent the form',
  email_open: 'Opened a mail',
  email_click: 'Clicked in a mail',
  email_reply: 'Replied to a mail',
  call: 'Had a call',
  meeting: 'Had a meeting',
  lead: 'Became a lead',
  contacted: 'Contacted',
  qualified: 'Qualified',
  converted: 'Converted',
  lost: 'Lost',
};

/** What a step asks for: `Clicked an ad or visited · Email`. */
export function stepLabel({ kinds, where }: FunnelStep): string {
  const words = kinds
    .map((kind, index) => (index === 0 ? STEP_WORDS[kind] : STEP_WORDS[kind].toLowerCase()))
    .join(' or ');
  const values = STEP_FIELDS.flatMap((field) =>
    where[field] ? [where[field].map((value) => value || '(none)').join(', ')] : [],
  );
  return [words, ...values].join(' · ');
}

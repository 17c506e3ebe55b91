/** How journeys, their goals and keys are named on screen, and how a number of theirs opens its leads. */
import type { AttributionModel, JourneyDimension, JourneyGoal } from '#contract/journeys.ts';
import { addDays } from '../../shell/period.ts';
import { KIND_LABEL } from '../../source-book.ts';

export const GOALS: { value: JourneyGoal; label: string }[] = [
  { value: 'lead', label: 'Became a lead' },
  { value: 'qualified', label: 'Qualified' },
  { value: 'converted', label: 'Converted' },
];
export const GOAL_NOUN: Record<JourneyGoal, string> = {
  lead: 'leads',
  qualified: 'qualified',
  converted: 'conversions',
};
export const DIMENSIONS: { value: JourneyDimension; label: string }[] = [
  { value: 'channel', label: 'Channel' },
  { value: 'source', label: 'Source' },
  { value: 'campaign', label: 'Campaign' },
  { value: 'creative', label: 'Creative' },
];
export const MODELS: { value: AttributionModel; label: string }[] = [
  { value: 'first', label: 'First touch' },
  { value: 'last', label: 'Last touch' },
  { value: 'last_non_direct', label: 'Last non-direct' },
  { value: 'linear', label: 'Linear' },
  { value: 'time_decay', label: 'Time decay' },
  { value: 'position', label: 'Position-based' },
  { value: 'w_shaped', label: 'W-shaped' },
  { value: 'markov', label: 'Markov chain' },
  { value: 'shapley', label: 'Shapley' },
  { value: 'shapley_rate', label: 'Shapley by rate' },
];
export const LOOK_BACKS = ['7', '14', '30', '60', '90', '180', '365'].map((days) => ({
  value: days,
  label: `${days} days`,
}));
export const TRANSFORMS = [
  { value: 'none', label: 'Every touch' },
  { value: 'collapse', label: 'Repeats once' },
  { value: 'unique', label: 'Each once' },
];

const CHANNEL_LABEL: Record<string, string> = {
  ...KIND_LABEL,
  organic: 'Organic search',
  partner: 'Partner',
  display: 'Display',
  social: 'Social',
  direct: 'Direct',
  call: 'Call',
};

/** A key as people say it; only channels have words of their own. */
export const keyLabel = (dimension: JourneyDimension, key: string) =>
  dimension === 'channel' ? (CHANNEL_LABEL[key] ?? key) : key;

/** The part of a list that the address names, or its first. */
export const chosen = <T extends string>(options: readonly { value: T }[], text: string | undefined, first: T): T =>
  options.find(({ value }) => value === text)?.value ?? first;

/** What a question over journeys is asked with, as far as it decides which leads stand behind a number. */
export interface Behind {
  about: 'touch' | 'path' | 'goal' | 'funnel' | 'cohort';
  from: string;
  to: string;
  [name: string]: string | readonly string[] | undefined;
}

/** A lead may have come long before its journey counts, or after its first step. */
const LEAD_DAYS_BEFORE = 365;

/** The address of the leads behind a number: the number as a filter, over a period that holds all of them. */
export function leadsBehind(behind: Behind, daysAfter = 0): Record<string, string> {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(behind)) {
    if (value === undefined) continue;
    for (const one of typeof value === 'string' ? [value] : value) params.append(name, one);
  }
  const wide = behind.about === 'cohort' ? 0 : LEAD_DAYS_BEFORE;
  return { journey: String(params), from: addDays(behind.from, -wide), to: addDays(behind.to, Math.ceil(daysAfter)) };
}

const ABOUT: Record<string, (params: URLSearchParams) => string> = {
  touch: (params) => `touched ${params.get('key')}`,
  path: (params) => `way ${params.getAll('key').join(' › ')}`,
  goal: (params) => `goal ${params.get('goal') ?? 'lead'}`,
  funnel: (params) =>
    `${params.get('outcome') === 'dropped' ? 'left after' : 'came to'} step ${params.get('step')} of a funnel`,
  cohort: (params) =>
    params.has('by_age') ? `${params.get('goal') ?? 'converted'} by age ${params.get('by_age')}` : 'cohort',
};

/** The filter in words, for its chip above the list of leads. */
export function behindText(text: string): string {
  const params = new URLSearchParams(text);
  const words = ABOUT[params.get('about') ?? '']?.(params) ?? 'of a journey';
  return `${words}, ${params.get('from')} – ${params.get('to')}`;
}

/** Words of the engagement rules, and what is wrong with a set. */
import type { EngagementRules } from '#contract/engagement.ts';
import { TOUCHPOINT_KINDS, type TouchpointKind } from '#contract/touchpoint.ts';

export const KIND_WORDS: Record<TouchpointKind, string> = {
  impression: 'Saw an advertisement',
  click: 'Clicked an advertisement',
  visit: 'Visited the site',
  view: 'Looked at a further page',
  form_start: 'Began a form',
  form_submit: 'Sent a form',
  email_open: 'Opened an e-mail',
  email_click: 'Clicked in an e-mail',
  email_reply: 'Answered an e-mail',
  call: 'Was on the phone',
  meeting: 'Met somebody',
};

const between = (value: number, least: number, most: number) => value >= least && value <= most;

/** Why the rules cannot be saved; undefined when they can. */
export function faultOf({ cap, kinds }: EngagementRules): string | undefined {
  if (!between(cap, 1, 1000)) return 'The most points are a number from 1 to 1,000.';
  const points = TOUCHPOINT_KINDS.find((kind) => !between(kinds[kind].points, 0, 100));
  if (points) return `${KIND_WORDS[points]}: points are a number from 0 to 100.`;
  const days = TOUCHPOINT_KINDS.find((kind) => !between(kinds[kind].half_life_days, 0.25, 3650));
  return days && `${KIND_WORDS[days]}: a half-life is a number from 0.25 to 3,650 days.`;
}

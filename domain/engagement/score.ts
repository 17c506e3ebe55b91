/** The engagement score: points for what a person did, each halved after its half-life, added up to a cap. */
import type { EngagementRules } from '#contract/engagement.ts';
import type { TouchpointKind } from '#contract/touchpoint.ts';

const DAY_MS = 86_400_000;

/** What every client starts with: the nearer to talking to somebody, the more points and the longer they last. */
export const DEFAULT_ENGAGEMENT: EngagementRules = {
  cap: 100,
  kinds: {
    impression: { points: 0, half_life_days: 7 },
    click: { points: 4, half_life_days: 14 },
    visit: { points: 3, half_life_days: 14 },
    view: { points: 1, half_life_days: 7 },
    form_start: { points: 4, half_life_days: 14 },
    form_submit: { points: 12, half_life_days: 30 },
    email_open: { points: 3, half_life_days: 14 },
    email_click: { points: 8, half_life_days: 21 },
    email_reply: { points: 18, half_life_days: 30 },
    call: { points: 16, half_life_days: 30 },
    meeting: { points: 28, half_life_days: 45 },
  },
};

/** What was done and when, in milliseconds since 1970. */
export interface Touch {
  kind: TouchpointKind;
  at: number;
}

/** What one touch gives as of an instant; after the instant it counts in full. */
export function touchPoints({ kinds }: Pick<EngagementRules, 'kinds'>, { kind, at }: Touch, asOf: number): number {
  const { points, half_life_days } = kinds[kind];
  return points * 2 ** (-Math.max(0, asOf - at) / (half_life_days * DAY_MS));
}

/** 0 to the cap, to one decimal, as the stored score has it. */
export function engagementScore(rules: EngagementRules, touches: readonly Touch[], asOf: number): number {
  const sum = touches.reduce((total, touch) => total + touchPoints(rules, touch, asOf), 0);
  return Math.round(Math.min(rules.cap, sum) * 10) / 10;
}

/** The instant scores hold as of: the beginning of the day in UTC, so that all leads of a client are alike. */
export function scoringInstant(now: number): number {
  return Math.floor(now / DAY_MS) * DAY_MS;
}

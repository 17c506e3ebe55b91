/** A lead as segments look at it. */
import type { SEGMENT_NUMBER_FIELDS, SEGMENT_TEXT_FIELDS, SEGMENT_TIME_FIELDS } from '#contract/segment-rules.ts';

import type { Rfm } from './rfm.ts';

export type TextField = (typeof SEGMENT_TEXT_FIELDS)[number];
export type NumberField = (typeof SEGMENT_NUMBER_FIELDS)[number];
export type TimeField = (typeof SEGMENT_TIME_FIELDS)[number];

export interface SegmentLead {
  /** The empty text where the lead has none. */
  text: Readonly<Record<TextField, string>>;
  numbers: Readonly<Record<NumberField, number | undefined>>;
  /** Milliseconds since 1970. */
  times: Readonly<Record<TimeField, number | undefined>>;
  /** Ids of failed checks. */
  flags: ReadonlySet<string>;
  duplicate: boolean;
  /** What the person did, each touchpoint once; `at` in milliseconds since 1970. */
  touchpoints: readonly { kind: string; at: number }[];
  /** Undefined where it was not asked for. */
  rfm: Rfm | undefined;
  /** Keyed tokens of the words of name, company and e-mail, in decimals. */
  tokens: ReadonlySet<string>;
}

/** Decimals that a number is compared by: what the stores keep of it in four bytes means no more. */
export const DECIMALS: Readonly<Partial<Record<NumberField, number>>> = {
  quality_score: 2,
  engagement_score: 2,
  conversion_probability: 6,
  completeness: 6,
  seconds_on_form: 3,
};

/** What rules are read with beside the lead. */
export interface SegmentContext<Rules> {
  /** IANA zone that days begin and end in. */
  zone: string;
  /** Milliseconds since 1970. */
  now: number;
  /** The rules of another segment of the client; undefined where there is none. */
  segment: (id: string) => Rules | undefined;
}

export const DAY_MS = 86_400_000;

/** Capitals of A to Z made small, as the engine's `lower` does: other letters stay as they are in both places. */
export function lowerAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

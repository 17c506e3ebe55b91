/** What a sweep over a client's history finds: signals that hold for keys and times, and the leads they hold for. */
import type { HistorySignal } from '#contract/history.ts';

/** The key of signals that hold for a source as a whole. */
export const WHOLE_SOURCE = '0';
/** A signal without an end; milliseconds since 1970. */
export const NO_END = Date.UTC(2199, 0, 1);

export interface FoundSignal {
  /** Of device, address, network, click, text band or stem, in decimal digits; WHOLE_SOURCE for none. */
  key: string;
  /** Undefined where the key alone decides. */
  source: string | undefined;
  /** First and last instant of the leads it holds for, both included; milliseconds since 1970. */
  from: number;
  to: number;
  signal: HistorySignal;
}

export interface Hit {
  leadId: string;
  check: HistorySignal['check'];
  /** How strong it is, in steps of two: evidence is written anew when this changes, not for every further lead. */
  weight: number;
}

export interface Found {
  signals: FoundSignal[];
  hits: Hit[];
}

export const NOTHING_FOUND: Found = { signals: [], hits: [] };

export function together(parts: readonly Found[]): Found {
  return { signals: parts.flatMap(({ signals }) => signals), hits: parts.flatMap(({ hits }) => hits) };
}

export function weightOf(leads: number): number {
  return Math.floor(Math.log2(Math.max(1, leads)));
}

/** Short forms of the verdicts checks give. */
import type { Evidence } from '#contract/audit.ts';
import type { Verdict } from './check.ts';

/** The check speaks against the lead. */
export function failed(
  message: string,
  evidence: Evidence[],
  also: { suggestion?: string; list?: string } = {},
): Verdict {
  return { outcome: 'failed', message, evidence, ...also };
}

/** The check ran and could not tell. */
export function unknown(message: string): Verdict {
  return { outcome: 'unknown', message };
}

/** The check's input was missing. */
export function notRun(message: string): Verdict {
  return { outcome: 'not_run', message };
}

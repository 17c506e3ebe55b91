/** The stages of the funnel: their names and the leads that reached them. */
import type { Overview } from '#contract/analytics.ts';

type Stage = Overview['funnel'][number]['stage'];
const CLEAN = { validation_status: 'valid', duplicate: 'false' };

export const STAGE_LABEL: Record<Stage, string> = {
  captured: 'Captured',
  valid: 'Valid and unique',
  contacted: 'Contacted',
  qualified: 'Qualified',
  converted: 'Converted',
};
export const STAGE_FILTER: Record<Stage, Record<string, string>> = {
  captured: {},
  valid: CLEAN,
  contacted: { ...CLEAN, reached: 'contacted' },
  qualified: { ...CLEAN, reached: 'qualified' },
  converted: { ...CLEAN, reached: 'converted' },
};

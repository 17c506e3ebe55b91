/** Kind of job to the function that works it. */
import { runDemo } from '../demo/job.ts';
import { runImport } from '../imports/job.ts';
import { runAudit } from '../leads/audit-job.ts';
import { isConversions, runConversions } from '../leads/conversions/job.ts';
import { runExport } from '../leads/export-job.ts';
import { sweepAfter } from '../leads/history/watch.ts';
import { runLinkage } from '../leads/linkage/job.ts';
import { runAutoMerge } from '../leads/merging/auto-merge.ts';
import { runFit } from '../leads/prediction/fit-job.ts';
import { runScore } from '../leads/prediction/score-job.ts';
import { isReport, runReport } from '../leads/report/job.ts';
import { runEngagement } from '../leads/touchpoints/engagement.ts';
import type { JobKind } from './queries.ts';
import type { ThreadTools } from './tools.ts';

type Handler = (tools: ThreadTools) => Promise<Record<string, unknown>>;

export const jobHandlers: Record<JobKind, Handler> = {
  import: runImport,
  audit: runAudit,
  rescore: runAudit,
  export: workExport,
  model_fit: runFit,
  model_score: runScore,
  demo: runDemo,
  engagement: runEngagement,
  merge: runAutoMerge,
  linkage: async (tools) => {
    const found = await runLinkage(tools);
    // Who repeats whom says how many people came from an address, or with a text.
    await sweepAfter(tools);
    return found;
  },
};

/** What an export writes is told by its input. */
function workExport(tools: ThreadTools): Promise<Record<string, unknown>> {
  if (isReport(tools.job.input)) return runReport(tools);
  return isConversions(tools.job.input) ? runConversions(tools) : runExport(tools);
}

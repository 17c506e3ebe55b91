/** Kind of job to the function that works it. Its code is loaded when it is asked for: no job needs that of another. */
import type { JobKind } from './queries.ts';
import type { Expected } from './threads.ts';
import type { ThreadTools, WorkerInput } from './tools.ts';

type Handler = (tools: ThreadTools) => Promise<Record<string, unknown>>;

export const jobHandlers: Record<JobKind, Handler> = {
  import: async (tools) => await (await import('../imports/job.ts')).runImport(tools),
  audit: workAudit,
  rescore: workAudit,
  export: workExport,
  model_fit: async (tools) => await (await import('../leads/prediction/fit-job.ts')).runFit(tools),
  model_score: async (tools) => await (await import('../leads/prediction/score-job.ts')).runScore(tools),
  demo: async (tools) => await (await import('../demo/job.ts')).runDemo(tools),
  engagement: async (tools) => await (await import('../leads/touchpoints/engagement.ts')).runEngagement(tools),
  merge: async (tools) => await (await import('../leads/merging/auto-merge.ts')).runAutoMerge(tools),
  linkage: async (tools) => {
    const { runLinkage } = await import('../leads/linkage/job.ts');
    const { sweepAfter } = await import('../leads/history/watch.ts');
    const found = await runLinkage(tools);
    // Who repeats whom says how many people came from an address, or with a text.
    await sweepAfter(tools);
    return found;
  },
};

/** What a thread does while its job is not there yet. */
export const preparations: Record<Expected['kind'], (input: WorkerInput, expected: Expected) => Promise<void>> = {
  import: async (input, { bytes }) => await (await import('../imports/job.ts')).prepareImport(input, bytes),
};

async function workAudit(tools: ThreadTools): Promise<Record<string, unknown>> {
  return await (await import('../leads/audit-job.ts')).runAudit(tools);
}

/** What an export writes is told by its input. */
async function workExport(tools: ThreadTools): Promise<Record<string, unknown>> {
  const { isReport, runReport } = await import('../leads/report/job.ts');
  if (isReport(tools.job.input)) return await runReport(tools);
  const { isConversions, runConversions } = await import('../leads/conversions/job.ts');
  if (isConversions(tools.job.input)) return await runConversions(tools);
  return await (await import('../leads/export-job.ts')).runExport(tools);
}

/** Audit reports over the API; the file is fetched from the job. */
import { JobStarted } from '#contract/lead-actions.ts';
import { ReportRequest } from '#contract/reports.ts';
import { jobReply } from '../../jobs/queries.ts';
import { principalOf } from '../../platform/access.ts';
import type { App } from '../../platform/http.ts';
import type { LeadDeps } from '../deps.ts';
import { startReport } from './start.ts';

export function reportRoutes(app: App, deps: LeadDeps): void {
  app.post(
    '/api/v1/marketing/leads/reports',
    {
      schema: {
        tags: ['Findings'],
        summary: 'Make the audit report on one source, as one HTML file or as PDF',
        description:
          'Summary, rates with intervals, money, findings, method, and the refused leads by id with masked personal data. Its SHA-256 stands in the audit log.',
        body: ReportRequest,
        response: { 202: JobStarted },
      },
    },
    async (request, reply) => {
      const job = await startReport(deps, principalOf(request), request.body);
      return reply.status(202).send({ job: jobReply(job) });
    },
  );
}

/** Files of conversions over the API; the file is fetched from the job. */
import { ConversionExport } from '#contract/conversions.ts';
import { JobStarted } from '#contract/lead-actions.ts';
import { jobReply } from '../../jobs/queries.ts';
import { principalOf } from '../../platform/access.ts';
import type { App } from '../../platform/http.ts';
import type { LeadDeps } from '../deps.ts';
import { startConversions } from './start.ts';

export function conversionRoutes(app: App, deps: LeadDeps): void {
  app.post(
    '/api/v1/marketing/leads/conversions',
    {
      schema: {
        tags: ['Leads'],
        summary: 'Write converted leads into the file that Google Ads or Meta imports, as a job',
        description:
          'Leads that carry a click id of the platform. Left out, and counted by reason in the job’s result: those that a decision about a finding keeps from upload, fraudulent, invalid and repeated ones, and those without consent. Takes the right to reveal personal values, because click ids stand in clear; addresses and numbers only as SHA-256 digests.',
        body: ConversionExport,
        response: { 202: JobStarted },
      },
    },
    async (request, reply) => {
      const job = await startConversions(deps, principalOf(request), request.body);
      return reply.status(202).send({ job: jobReply(job) });
    },
  );
}

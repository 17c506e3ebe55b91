/** The search for duplicates over the API. */
import * as z from 'zod';
import { Id } from '#contract/common.ts';
import { JobStarted } from '#contract/lead-actions.ts';
import { jobReply } from '../../jobs/queries.ts';
import { principalOf } from '../../platform/access.ts';
import type { App } from '../../platform/http.ts';
import type { LeadDeps } from '../deps.ts';
import { startLinkage } from './start.ts';

export function linkageRoutes(app: App, deps: LeadDeps): void {
  app.post(
    '/api/v1/marketing/duplicates/search',
    {
      schema: {
        tags: ['Duplicates'],
        summary: 'Look for duplicates among all leads, as a job',
        description:
          'Learns from the leads how much each agreement says, weighs every pair that shares something, and proposes ' +
          'groups. Runs each night by itself where leads have changed. Nothing is merged by it.',
        body: z.object({ client_id: Id }),
        response: { 202: JobStarted },
      },
    },
    async (request, reply) => {
      const job = await startLinkage(deps, principalOf(request), request.body.client_id);
      return reply.status(202).send({ job: jobReply(job) });
    },
  );
}

/** The button that loads the demo world. */
import * as z from 'zod';
import { Job } from '#contract/workspace.ts';
import { jobReply } from '../jobs/queries.ts';
import { principalOf, requireOrganisation } from '../platform/access.ts';
import { AppError } from '../platform/errors.ts';
import type { App } from '../platform/http.ts';
import { createDemo, type DemoDeps } from './create.ts';

export function demoRoutes(app: App, deps: DemoDeps & { onChange: () => void }): void {
  app.post(
    '/api/v1/demo',
    {
      schema: {
        tags: ['Clients'],
        summary: 'Load the demo world: three clients, twelve months, about 50,000 leads',
        response: { 202: z.object({ job: Job, jobs: z.array(Job) }) },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      requireOrganisation(principal, 'client.create');
      const jobs = (await createDemo(deps, { kind: principal.kind, id: principal.id })).map(jobReply);
      deps.onChange();
      const [job] = jobs;
      if (job === undefined) throw new AppError(409, 'demo-loaded', 'The demo world is loaded already.');
      return await reply.status(202).send({ job, jobs });
    },
  );
}

/** The scoring rules of a client over the API. */
import * as z from 'zod';
import { Id } from '#contract/common.ts';
import { RuleSet, Scoring, ScoringChange, ScoringPreview, ScoringSaved } from '#contract/scoring.ts';
import { jobReply } from '../jobs/queries.ts';
import { principalOf } from '../platform/access.ts';
import type { App } from '../platform/http.ts';
import type { LeadDeps } from './deps.ts';
import { getScoring, previewScoring, saveScoring } from './scoring.ts';

const BASE = '/api/v1/clients/:client_id/scoring';
const tags = ['Scoring'];
const params = z.object({ client_id: Id });

export function scoringRoutes(app: App, deps: LeadDeps): void {
  app.get(
    BASE,
    { schema: { tags, summary: 'The scoring rules in force', params, response: { 200: Scoring } } },
    async (request) => await getScoring(deps, principalOf(request), request.params.client_id),
  );
  app.post(
    `${BASE}/preview`,
    {
      schema: {
        tags,
        summary: 'What other rules would do to the newest leads',
        description: 'Up to 2,000 of the newest leads are scored under both rule sets. Nothing is stored.',
        params,
        body: RuleSet,
        response: { 200: ScoringPreview },
      },
    },
    async (request) => await previewScoring(deps, principalOf(request), request.params.client_id, request.body),
  );
  app.put(
    BASE,
    {
      schema: {
        tags,
        summary: 'Save rules as a new version; all leads are scored by them, as a job',
        params,
        body: ScoringChange,
        response: { 202: ScoringSaved },
      },
    },
    async (request, reply) => {
      const { job, version } = await saveScoring(deps, principalOf(request), request.params.client_id, request.body);
      return reply.status(202).send({ job: jobReply(job), version });
    },
  );
}

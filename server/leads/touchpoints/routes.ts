/** Touchpoints, timelines and engagement rules over the API. */
import * as z from 'zod';
import { Id } from '#contract/common.ts';
import { Engagement, EngagementChange, EngagementSaved } from '#contract/engagement.ts';
import { LeadTimeline, TouchpointDelivery, TouchpointDeliveryResult } from '#contract/touchpoint.ts';
import { jobReply } from '../../jobs/queries.ts';
import { principalOf } from '../../platform/access.ts';
import type { App } from '../../platform/http.ts';
import type { LeadDeps } from '../deps.ts';
import { deliverTouchpoints } from './deliver.ts';
import { getEngagement, saveEngagement } from './engagement.ts';
import { getTimeline } from './timeline.ts';

const RULES = '/api/v1/clients/:client_id/engagement';
const params = z.object({ client_id: Id });
/** A thousand touchpoints with everything that may come with them. */
const DELIVERY_BYTES = 8 * 1024 * 1024;

export function touchpointRoutes(app: App, deps: LeadDeps): void {
  app.post(
    '/api/v1/marketing/touchpoints',
    {
      bodyLimit: DELIVERY_BYTES,
      schema: {
        tags: ['Touchpoints'],
        summary: 'Deliver one touchpoint, or up to 1,000 of one client',
        description:
          'Stored before the answer, all or none. A touchpoint with a known id is left as it is, so that a delivery can be repeated. Engagement scores follow at once.',
        body: TouchpointDelivery,
        response: { 200: TouchpointDeliveryResult },
      },
    },
    async (request) => {
      const touches = Array.isArray(request.body) ? request.body : [request.body];
      return await deliverTouchpoints(deps, principalOf(request), touches);
    },
  );
  app.get(
    '/api/v1/marketing/leads/:id/timeline',
    {
      schema: {
        tags: ['Leads'],
        summary: 'The way of the lead: touchpoints, forms, and what became of it',
        params: z.object({ id: Id }),
        response: { 200: LeadTimeline },
      },
    },
    async (request) => await getTimeline(deps, principalOf(request), request.params.id),
  );
  app.get(
    RULES,
    { schema: { tags: ['Scoring'], summary: 'The engagement rules in force', params, response: { 200: Engagement } } },
    async (request) => await getEngagement(deps, principalOf(request), request.params.client_id),
  );
  app.put(
    RULES,
    {
      schema: {
        tags: ['Scoring'],
        summary: 'Save engagement rules as a new version; all leads are scored by them, as a job',
        params,
        body: EngagementChange,
        response: { 202: EngagementSaved },
      },
    },
    async (request, reply) => {
      const saved = await saveEngagement(deps, principalOf(request), request.params.client_id, request.body);
      return reply.status(202).send({ job: jobReply(saved.job), version: saved.version });
    },
  );
}

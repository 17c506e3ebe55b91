/** Attribution, journeys, funnels and cohorts over the API. */
import * as z from 'zod';
import { Id } from '#contract/common.ts';
import {
  Attribution,
  AttributionQuery,
  CohortQuery,
  Cohorts,
  FunnelAnswer,
  FunnelQuery,
  JourneyQuery,
  Journeys,
  LeadCredits,
} from '#contract/journeys.ts';
import { principalOf } from '../../platform/access.ts';
import type { App } from '../../platform/http.ts';
import type { LeadDeps } from '../deps.ts';
import { getAttribution } from './attribution.ts';
import { getCohorts } from './cohorts.ts';
import { getJourneys } from './flow.ts';
import { getFunnel } from './funnel.ts';
import { getLeadCredits } from './lead-credits.ts';

const BASE = '/api/v1/marketing';
const tags = ['Journeys'];

export function journeyRoutes(app: App, deps: LeadDeps): void {
  app.get(
    `${BASE}/attribution`,
    {
      schema: {
        tags,
        summary: 'Who gets credit for conversions, under any models side by side',
        description:
          'Seven rules, an exact Markov chain of order 1 to 4 and two Shapley games over recorded touches, with revenue, cost and 95 % intervals. Every filter of the leads list applies.',
        querystring: AttributionQuery,
        response: { 200: Attribution },
      },
    },
    async (request) => await getAttribution(deps, principalOf(request), request.query),
  );
  app.get(
    `${BASE}/journeys`,
    {
      schema: {
        tags,
        summary: 'Which ways journeys take, how many touches and how long they need',
        querystring: JourneyQuery,
        response: { 200: Journeys },
      },
    },
    async (request) => await getJourneys(deps, principalOf(request), request.query),
  );
  app.get(
    `${BASE}/funnel`,
    {
      schema: {
        tags,
        summary: 'How far journeys come along any ordered steps',
        description:
          'Steps are separated by commas: kinds of deeds joined by |, conditions in brackets, the longest time since the step before behind <. `click|visit(channel:Email;campaign:a|b),form_start<1h,lead,converted`. Whoever enters within the period is followed beyond its end.',
        querystring: FunnelQuery,
        response: { 200: FunnelAnswer },
      },
    },
    async (request) => await getFunnel(deps, principalOf(request), request.query),
  );
  app.get(
    `${BASE}/cohorts`,
    {
      schema: {
        tags,
        summary: 'How cohorts of leads convert as they age, with revenue and projection',
        querystring: CohortQuery,
        response: { 200: Cohorts },
      },
    },
    async (request) => await getCohorts(deps, principalOf(request), request.query),
  );
  app.get(
    `${BASE}/leads/:id/credits`,
    {
      schema: {
        tags,
        summary: 'How each model credits the touches of one lead’s journey',
        params: z.object({ id: Id }),
        response: { 200: LeadCredits },
      },
    },
    async (request) => await getLeadCredits(deps, principalOf(request), request.params.id),
  );
}

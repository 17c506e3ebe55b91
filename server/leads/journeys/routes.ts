/** Attribution, journeys, funnels and cohorts over the API. */
import { Attribution, AttributionQuery } from '#contract/journeys.ts';
import { principalOf } from '../../platform/access.ts';
import type { App } from '../../platform/http.ts';
import type { LeadDeps } from '../deps.ts';
import { getAttribution } from './attribution.ts';

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
}

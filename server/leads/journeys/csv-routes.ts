/** The answers over journeys as CSV, under the same questions. */
import * as z from 'zod';
import { AttributionQuery, CohortQuery, FunnelQuery, JourneyQuery } from '#contract/journeys.ts';
import { type Principal, principalOf } from '../../platform/access.ts';
import type { App } from '../../platform/http.ts';
import type { LeadDeps } from '../deps.ts';
import { getAttribution } from './attribution.ts';
import { getCohorts } from './cohorts.ts';
import { attributionCsv, cohortsCsv, funnelCsv, journeysCsv } from './csv.ts';
import { getJourneys } from './flow.ts';
import { getFunnel } from './funnel.ts';

const BASE = '/api/v1/marketing';

export function journeyCsvRoutes(app: App, deps: LeadDeps): void {
  const file = <Query extends z.ZodType>(
    name: string,
    querystring: Query,
    answer: (principal: Principal, query: z.output<Query>) => Promise<string>,
  ) =>
    app.get(
      `${BASE}/${name}.csv`,
      {
        schema: {
          tags: ['Journeys'],
          summary: `The answer of ${name} as a CSV file`,
          querystring,
          response: { 200: z.string() },
        },
      },
      async (request, reply) => {
        const text = await answer(principalOf(request), request.query as z.output<Query>);
        return reply
          .header('content-type', 'text/csv; charset=utf-8')
          .header('content-disposition', `attachment; filename="${name}.csv"`)
          .serializer((body) => body as string)
          .send(text);
      },
    );
  file('attribution', AttributionQuery, async (who, query) => attributionCsv(await getAttribution(deps, who, query)));
  file('journeys', JourneyQuery, async (who, query) => journeysCsv(await getJourneys(deps, who, query)));
  file('funnel', FunnelQuery, async (who, query) => funnelCsv(await getFunnel(deps, who, query)));
  file('cohorts', CohortQuery, async (who, query) => cohortsCsv(await getCohorts(deps, who, query)));
}

/** Lists, counts and search of leads over the API. */
import * as z from 'zod';
import { Analytics, Overview } from '#contract/analytics.ts';
import { AnalyticsQuery, OverviewQuery } from '#contract/analytics-query.ts';
import { JobStarted } from '#contract/lead-actions.ts';
import { LeadExport, LeadFacets, LeadFilter, LeadPage, LeadQuery, LeadSearch } from '#contract/lead-list.ts';
import { jobReply } from '../jobs/queries.ts';
import { principalOf } from '../platform/access.ts';
import type { App } from '../platform/http.ts';
import { getAnalytics } from './analytics.ts';
import type { LeadDeps } from './deps.ts';
import { startExport } from './export.ts';
import { leadFacets } from './facets.ts';
import { listLeads, searchLeads } from './list.ts';
import { getOverview } from './overview.ts';

const BASE = '/api/v1/marketing/leads';
const tags = ['Leads'];

export function leadListRoutes(app: App, deps: LeadDeps): void {
  app.get(
    BASE,
    {
      schema: {
        tags,
        summary: 'Leads that match a filter, page by page',
        description:
          'Every field filters; lists are comma separated. Personal values are masked unless reveal=true, which needs the right to reveal and is recorded. Go on with next_cursor.',
        querystring: LeadQuery.extend({ reveal: z.enum(['true', 'false']).default('false') }),
        response: { 200: LeadPage },
      },
    },
    async (request) => {
      const { reveal, ...query } = request.query;
      return await listLeads(deps, principalOf(request), query, reveal === 'true');
    },
  );
  app.get(
    `${BASE}/facets`,
    {
      schema: {
        tags,
        summary: 'How many leads have each value',
        description: "Each facet's counts ignore its own choice, so that they say what adding a value would give.",
        querystring: LeadFilter,
        response: { 200: LeadFacets },
      },
    },
    async (request) => await leadFacets(deps, principalOf(request), request.query),
  );
  app.post(
    `${BASE}/search`,
    {
      schema: {
        tags,
        summary: 'Leads by e-mail, phone or words of name and company',
        description: 'By POST, so that no personal value stands in an address or a log.',
        body: LeadSearch,
        response: { 200: LeadPage },
      },
    },
    async (request) => await searchLeads(deps, principalOf(request), request.body),
  );
  app.get(
    `${BASE}/overview`,
    {
      schema: {
        tags,
        summary: 'One client and period at a glance',
        description:
          'Numbers with change and interval, daily lines, funnel, sources, places, and findings with the money at stake.',
        querystring: OverviewQuery,
        response: { 200: Overview },
      },
    },
    async (request) => await getOverview(deps, principalOf(request), request.query),
  );
  app.get(
    `${BASE}/analytics`,
    {
      schema: {
        tags,
        summary: 'Metrics by dimensions and time, beside a comparison period',
        description:
          'Rates come with their 95 % Wilson interval and n, money in minor units of the client’s currency. Every filter of the list applies.',
        querystring: AnalyticsQuery,
        response: { 200: Analytics },
      },
    },
    async (request) => await getAnalytics(deps, principalOf(request), request.query),
  );
  app.post(
    `${BASE}/export`,
    {
      schema: {
        tags,
        summary: 'Write the leads that match into a file, as a job',
        description:
          'CSV, NDJSON, Parquet or XLSX. Personal columns are masked unless you may reveal them. Fetch the file from the job once it is completed.',
        body: LeadExport,
        response: { 202: JobStarted },
      },
    },
    async (request, reply) => {
      const job = await startExport(deps, principalOf(request), request.body);
      return reply.status(202).send({ job: jobReply(job) });
    },
  );
}

/** The sites that carry the tag, over the API. */
import * as z from 'zod';
import { CollectSite, CollectSiteChange, CollectSiteCreate, CollectSites } from '#contract/collect.ts';
import { Id } from '#contract/common.ts';
import { principalOf } from '../platform/access.ts';
import type { App } from '../platform/http.ts';
import { changeSite, createSite, getSites, type SiteDeps } from './sites.ts';

const BASE = '/api/v1/clients/:client_id/collect-sites';
const tags = ['Form tag'];
const params = z.object({ client_id: Id });

export function siteRoutes(app: App, deps: SiteDeps): void {
  app.get(
    BASE,
    { schema: { tags, summary: 'Sites that carry the form tag', params, response: { 200: CollectSites } } },
    async (request) => ({ sites: await getSites(deps, principalOf(request), request.params.client_id) }),
  );
  app.post(
    BASE,
    {
      schema: {
        tags,
        summary: 'Add a site that carries the form tag',
        params,
        body: CollectSiteCreate,
        response: { 201: CollectSite },
      },
    },
    async (request, reply) => {
      const site = await createSite(deps, principalOf(request), request.params.client_id, request.body);
      return reply.status(201).send(site);
    },
  );
  app.patch(
    `${BASE}/:id`,
    {
      schema: {
        tags,
        summary: 'Change or stop a site; a stopped site takes no events',
        params: params.extend({ id: Id }),
        body: CollectSiteChange,
        response: { 200: CollectSite },
      },
    },
    async (request) => {
      const { client_id, id } = request.params;
      return await changeSite(deps, principalOf(request), client_id, id, request.body);
    },
  );
}

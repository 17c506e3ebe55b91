/** Sites that carry the form tag. */
import { queryOptions } from '@tanstack/react-query';
import type { CollectSite, CollectSiteChange, CollectSiteCreate } from '#contract/collect.ts';
import { request } from '../../api.ts';

const at = (clientId: string) => `/clients/${clientId}/collect-sites`;
/** A page that just got the tag is watched while this is open. */
const LOOK_MS = 4000;

export const sitesQuery = (clientId: string) =>
  queryOptions({
    queryKey: ['collect-sites', clientId],
    queryFn: async ({ signal }) => (await request<{ sites: CollectSite[] }>('GET', at(clientId), { signal })).sites,
    refetchInterval: LOOK_MS,
  });
export const createSite = (clientId: string, body: CollectSiteCreate) =>
  request<CollectSite>('POST', at(clientId), { body });
export const changeSite = (clientId: string, id: string, body: CollectSiteChange) =>
  request<CollectSite>('PATCH', `${at(clientId)}/${id}`, { body });

/** What to put into the page. */
export const snippetOf = (origin: string, { public_key }: CollectSite) =>
  `<script async src="${origin}/collect/tag.js?site=${public_key}"></script>`;

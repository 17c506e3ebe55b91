import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { periodFor, pickClient } from '../shell/choice.ts';
import { pickText } from '../shell/search-params.ts';
import { meQuery } from '../shell/workspace.ts';
import { workspaceRoute } from '../shell/workspace-route.tsx';
import { sourcesQuery } from '../sources.ts';
import { FINDING_FILTER_KEYS, LEAD_SEARCH_KEYS } from './leads/lead-search.ts';
import { overviewQuery } from './queries.ts';
import { segmentPages } from './segments/routes.ts';
import { sourcePages } from './sources/routes.ts';

// Named first: inline, the router's own expectation would decide the type of the keys.
const overviewSearch = pickText(['source']);
const findingsSearch = pickText(['state', 'finding', ...FINDING_FILTER_KEYS]);
const trendsSearch = pickText(['source', 'metric']);
const geographySearch = pickText(['source', 'metric', 'country']);
const attributionSearch = pickText([
  'goal',
  'dimension',
  'left',
  'right',
  'look_back',
  'transform',
  'order',
  'half_life',
  'source',
]);
const journeysSearch = pickText(['goal', 'dimension', 'look_back', 'source']);
const funnelSearch = pickText(['steps', 'window', 'breakdown', 'source']);
const cohortsSearch = pickText(['by', 'age', 'goal', 'ages', 'source']);
const duplicatesSearch = pickText(['view', 'source', 'sort', 'pair']);
const leadsSearch = pickText(LEAD_SEARCH_KEYS);

const overviewRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/lead-audit',
  validateSearch: overviewSearch,
  loaderDeps: ({ search: { client, from, to, compare, segment } }) => ({ client, from, to, compare, segment }),
  // The questions set out while the page's code is still on its way.
  loader: async ({ context, deps }) => {
    const client = pickClient(await context.queryClient.ensureQueryData(meQuery), deps.client);
    if (!client || client.leads === 0) return;
    void context.queryClient.prefetchQuery(overviewQuery(client.id, periodFor(client, deps), deps.segment));
    void context.queryClient.prefetchQuery(sourcesQuery(client));
  },
  component: lazyRouteComponent(() => import('./overview/overview.tsx'), 'OverviewPage'),
});

const findingsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/lead-audit/findings',
  validateSearch: findingsSearch,
  component: lazyRouteComponent(() => import('./findings/findings.tsx'), 'FindingsPage'),
});

const trendsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/lead-audit/trends',
  validateSearch: trendsSearch,
  component: lazyRouteComponent(() => import('./trends/trends.tsx'), 'TrendsPage'),
});

const geographyRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/lead-audit/geography',
  validateSearch: geographySearch,
  component: lazyRouteComponent(() => import('./geography/geography.tsx'), 'GeographyPage'),
});

const modelRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/lead-audit/model',
  component: lazyRouteComponent(() => import('./model/model.tsx'), 'ModelPage'),
});

const leadsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/lead-audit/leads',
  validateSearch: leadsSearch,
  component: lazyRouteComponent(() => import('./leads/leads.tsx'), 'LeadsPage'),
});

const attributionRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/lead-audit/attribution',
  validateSearch: attributionSearch,
  component: lazyRouteComponent(() => import('./journeys/attribution.tsx'), 'AttributionPage'),
});

const journeysRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/lead-audit/journeys',
  validateSearch: journeysSearch,
  component: lazyRouteComponent(() => import('./journeys/journeys.tsx'), 'JourneysPage'),
});

const funnelRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/lead-audit/funnel',
  validateSearch: funnelSearch,
  component: lazyRouteComponent(() => import('./journeys/funnel.tsx'), 'FunnelPage'),
});

const cohortsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/lead-audit/cohorts',
  validateSearch: cohortsSearch,
  component: lazyRouteComponent(() => import('./journeys/cohorts.tsx'), 'CohortsPage'),
});

const duplicatesRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/lead-audit/duplicates',
  validateSearch: duplicatesSearch,
  component: lazyRouteComponent(() => import('./duplicates/duplicates.tsx'), 'DuplicatesPage'),
});

export const leadAuditRoutes = [
  overviewRoute,
  leadsRoute,
  modelRoute,
  duplicatesRoute,
  findingsRoute,
  trendsRoute,
  geographyRoute,
  ...segmentPages,
  attributionRoute,
  journeysRoute,
  funnelRoute,
  cohortsRoute,
  ...sourcePages,
] as const;

import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { pickText } from '../../shell/search-params.ts';
import { workspaceRoute } from '../../shell/workspace-route.tsx';

const sourcesSearch = pickText(['tab', 'by', 'sort', 'source', 'campaign_id', 'ad_group_id', 'keyword', 'referrer']);
const sourceSearch = pickText(['tab', 'by', 'sort', 'campaign_id', 'ad_group_id', 'keyword', 'referrer']);

const sourcesRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/lead-audit/sources',
  validateSearch: sourcesSearch,
  component: lazyRouteComponent(() => import('./sources-page.tsx'), 'SourcesPage'),
});
const sourceRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/lead-audit/sources/$source',
  validateSearch: sourceSearch,
  component: lazyRouteComponent(() => import('./source-page.tsx'), 'SourcePage'),
});

export const sourcePages = [sourcesRoute, sourceRoute] as const;

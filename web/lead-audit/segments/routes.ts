import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { pickText } from '../../shell/search-params.ts';
import { workspaceRoute } from '../../shell/workspace-route.tsx';

const segmentsSearch = pickText(['open', 'view']);

const segmentsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/lead-audit/segments',
  validateSearch: segmentsSearch,
  component: lazyRouteComponent(() => import('./segments-page.tsx'), 'SegmentsPage'),
});

export const segmentPages = [segmentsRoute] as const;

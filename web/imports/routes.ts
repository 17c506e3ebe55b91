import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { pickClient } from '../shell/choice.ts';
import { meQuery } from '../shell/workspace.ts';
import { workspaceRoute } from '../shell/workspace-route.tsx';
import { importQuery, importsQuery } from './imports-api.ts';

const listRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/imports',
  loaderDeps: ({ search: { client } }) => ({ client }),
  loader: async ({ context, deps }) => {
    const client = pickClient(await context.queryClient.ensureQueryData(meQuery), deps.client);
    if (client) void context.queryClient.prefetchQuery(importsQuery(client.id));
  },
  component: lazyRouteComponent(() => import('./imports-page.tsx'), 'ImportsPage'),
});

const newRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/imports/new',
  component: lazyRouteComponent(() => import('./new-import-page.tsx'), 'NewImportPage'),
});

const oneRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/imports/$id',
  loader: ({ context, params }) => {
    void context.queryClient.prefetchQuery(importQuery(params.id));
  },
  component: lazyRouteComponent(() => import('./import-page.tsx'), 'ImportPage'),
});

export const importRoutes = [listRoute, newRoute, oneRoute] as const;

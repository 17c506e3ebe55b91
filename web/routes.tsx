/** The tree of pages. Each area exports its routes from one file of its own and is named once here. */
import { QueryCache, QueryClient } from '@tanstack/react-query';
import { createRoute, createRouter, redirect } from '@tanstack/react-router';
import { ApiError } from './api.ts';
import { importRoutes } from './imports/routes.ts';
import { leadAuditRoutes } from './lead-audit/routes.ts';
import { paths, signInHref } from './paths.ts';
import { settingsRoutes } from './settings/routes.ts';
import { rootRoute } from './shell/root-route.tsx';
import { parseSearch, stringifySearch } from './shell/search-params.ts';
import { workspaceRoute } from './shell/workspace-route.tsx';
import { signInRoutes } from './sign-in/routes.ts';

const indexRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: paths.overview });
  },
});

const refused = (error: unknown) => error instanceof ApiError && error.status >= 400 && error.status < 500;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 30_000, retry: (count, error) => !refused(error) && count < 2 },
  },
  queryCache: new QueryCache({
    // The session ended somewhere in the middle: sign in, and come back to this very place.
    // The first question, who is there, is asked by the workspace route, which redirects by itself.
    onError: (error, query) => {
      if (error instanceof ApiError && error.status === 401 && (query.queryKey[0] !== 'me' || query.state.data))
        void router.navigate({ href: signInHref(router.state.location.href) });
    },
  }),
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    indexRoute,
    ...signInRoutes,
    workspaceRoute.addChildren([...leadAuditRoutes, ...importRoutes, ...settingsRoutes]),
  ]),
  context: { queryClient },
  defaultPreload: 'intent',
  scrollRestoration: true,
  parseSearch,
  stringifySearch,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

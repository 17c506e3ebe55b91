import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { ApiError } from '../api.ts';
import { paths } from '../paths.ts';
import { rootRoute } from '../shell/root-route.tsx';
import { pickText } from '../shell/search-params.ts';
import { meQuery } from '../shell/workspace.ts';
import { authApi, whoIsSignedIn } from './auth-api.ts';
import { FIRST_CLIENT, INVITATION, SETUP } from './front-paths.ts';
import { safeReturn } from './return-to.ts';

const signInSearch = pickText(['return']);

/** One-time links carry their token behind the #; it is taken out of the address before anything is drawn. */
const held: Record<string, string> = {};
function holdToken(path: string, hash: string): { token: string | undefined } {
  if (hash) {
    held[path] = hash;
    throw redirect({ to: path as '/', replace: true, hash: '' });
  }
  return { token: held[path] };
}

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: signInSearch,
  beforeLoad: async ({ context, search }) => {
    // Whoever is signed in already goes on to where they wanted to be.
    const me = await whoIsSignedIn();
    if (!me) return;
    context.queryClient.setQueryData(meQuery.queryKey, me);
    throw redirect({ href: safeReturn(search.return) });
  },
  loader: async () => ({ setupNeeded: await authApi.setupNeeded().catch(() => false) }),
  component: lazyRouteComponent(() => import('./sign-in-page.tsx'), 'SignInPage'),
});

const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: SETUP,
  beforeLoad: ({ location }) => holdToken(SETUP, location.hash),
  loader: async () => ({ setupNeeded: await authApi.setupNeeded().catch(() => true) }),
  component: lazyRouteComponent(() => import('./setup-page.tsx'), 'SetupPage'),
});

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: INVITATION,
  beforeLoad: ({ location }) => holdToken(INVITATION, location.hash),
  loader: async ({ context: { token } }) => ({
    offer: token === undefined ? undefined : await authApi.invitation(token).catch(() => undefined),
  }),
  component: lazyRouteComponent(() => import('./invitation-page.tsx'), 'InvitationPage'),
});

const firstClientRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: FIRST_CLIENT,
  beforeLoad: async ({ context }) => {
    try {
      return { me: await context.queryClient.ensureQueryData(meQuery) };
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) throw redirect({ to: paths.signIn as '/' });
      throw error;
    }
  },
  component: lazyRouteComponent(() => import('./new-client-page.tsx'), 'NewClientPage'),
});

export const signInRoutes = [signInRoute, setupRoute, invitationRoute, firstClientRoute] as const;

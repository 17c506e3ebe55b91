import { createRoute, redirect } from '@tanstack/react-router';
import { ApiError } from '../api.ts';
import { signInHref } from '../paths.ts';
import { AppShell } from './app-shell.tsx';
import { rootRoute } from './root-route.tsx';
import { meQuery } from './workspace.ts';

/** Everything behind the sign-in: knows who is there before any page loads, and draws the shell around it. */
export const workspaceRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'workspace',
  beforeLoad: async ({ context, location }) => {
    try {
      return { me: await context.queryClient.ensureQueryData(meQuery) };
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) throw redirect({ href: signInHref(location.href) });
      throw error;
    }
  },
  component: AppShell,
});

import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, Link, Outlet, retainSearchParams } from '@tanstack/react-router';
import { MapPinOff } from 'lucide-react';
import { paths } from '../paths.ts';
import { buttonClass } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { Problem } from '../ui/problem.tsx';
import { Toaster } from '../ui/toast.tsx';
import { TooltipProvider } from '../ui/tooltip.tsx';
import { PageSaid } from './page-said.tsx';
import { shellSearch } from './search-params.ts';

/** The top of the tree: pages with the shell hang under the workspace route, sign-in and set-up directly here. */
export const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  validateSearch: shellSearch,
  search: { middlewares: [retainSearchParams(['client', 'from', 'to', 'compare', 'segment'])] },
  component: Root,
  notFoundComponent: NotFound,
  errorComponent: ({ error, reset }) => (
    <main className="grid min-h-dvh place-items-center">
      <Problem error={error} title="This page stopped" onRetry={reset} />
    </main>
  ),
});

function Root() {
  return (
    <TooltipProvider>
      <Outlet />
      <Toaster />
      <PageSaid />
    </TooltipProvider>
  );
}

function NotFound() {
  return (
    <main id="main" className="grid min-h-[60dvh] flex-1 place-items-center">
      <Empty
        icon={<MapPinOff />}
        title="There is no page here"
        action={
          <Link to={paths.overview} className={buttonClass()}>
            Go to Lead Audit
          </Link>
        }
      >
        The address may be mistyped, or the page was moved.
      </Empty>
    </main>
  );
}

import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { pickText } from '../shell/search-params.ts';
import { workspaceRoute } from '../shell/workspace-route.tsx';
import { FIRST_CLIENT } from '../sign-in/front-paths.ts';

const auditLogSearch = pickText(['actor', 'action', 'object_type', 'object_id', 'since', 'until', 'everywhere']);

const settingsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings-frame.tsx'), 'SettingsFrame'),
});
const indexRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/',
  beforeLoad: ({ context }) => {
    // Without a client there is one setting to make.
    throw redirect({ to: (context.me.clients.length === 0 ? FIRST_CLIENT : '/settings/client') as '/' });
  },
});
const clientRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'client',
  component: lazyRouteComponent(() => import('./client/client-tab.tsx'), 'ClientTab'),
});
const sourcesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'sources',
  component: lazyRouteComponent(() => import('./sources/sources-tab.tsx'), 'SourcesTab'),
});
const listsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'lists',
  component: lazyRouteComponent(() => import('./lists/lists-tab.tsx'), 'ListsTab'),
});
const scoringRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'scoring',
  component: lazyRouteComponent(() => import('./scoring/scoring-tab.tsx'), 'ScoringTab'),
});
const engagementRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'engagement',
  component: lazyRouteComponent(() => import('./engagement/engagement-tab.tsx'), 'EngagementTab'),
});
const formTagRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'form-tag',
  component: lazyRouteComponent(() => import('./form-tag/form-tag-tab.tsx'), 'FormTagTab'),
});
const peopleRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'people',
  component: lazyRouteComponent(() => import('./people/people-tab.tsx'), 'PeopleTab'),
});
const keysRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'api-keys',
  component: lazyRouteComponent(() => import('./keys/keys-tab.tsx'), 'KeysTab'),
});
const accountRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'account',
  component: lazyRouteComponent(() => import('./account/account-tab.tsx'), 'AccountTab'),
});
const auditLogRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'audit-log',
  validateSearch: auditLogSearch,
  component: lazyRouteComponent(() => import('./audit-log/audit-log-tab.tsx'), 'AuditLogTab'),
});

export const settingsRoutes = [
  settingsRoute.addChildren([
    indexRoute,
    clientRoute,
    sourcesRoute,
    listsRoute,
    scoringRoute,
    engagementRoute,
    formTagRoute,
    peopleRoute,
    keysRoute,
    accountRoute,
    auditLogRoute,
  ]),
] as const;

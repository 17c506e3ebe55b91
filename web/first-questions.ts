/**
 * Runs before the app's own code is there, which takes as long to come as the answers do: asks who is here, and on the
 * overview, which most visits begin with, at once for its numbers and its code. What fails here is asked for again, and
 * told, by the app.
 */
import type { Me } from '#contract/workspace.ts';
import { askAhead } from './ask.ts';
import { overviewAsked, sourcesAsked } from './overview-asked.ts';
import { paths } from './paths.ts';
import { periodFor, pickClient } from './shell/choice.ts';
import { parseSearch, shellSearch } from './shell/search-params.ts';
import { FRONT_PATHS } from './sign-in/front-paths.ts';

async function askForOverview(me: Me) {
  const search = shellSearch(parseSearch(location.search));
  const client = pickClient(me, search.client);
  if (!client || client.leads === 0) return;
  const asked = [
    overviewAsked(client.id, periodFor(client, search), { segment: search.segment }),
    sourcesAsked(client),
  ] as const;
  await Promise.all(asked.map(({ path, query }) => askAhead(path, query)));
}

async function begin() {
  const { pathname } = location;
  if (FRONT_PATHS.some((path) => pathname.startsWith(path))) return;
  const onOverview = pathname === '/' || pathname === paths.overview;
  if (onOverview) void import('./lead-audit/overview/overview.tsx').catch(() => undefined);
  const answer = await askAhead('/me');
  if (onOverview && answer?.ok) await askForOverview((await answer.json()) as Me);
}

void begin().catch(() => undefined);

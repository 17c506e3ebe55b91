/** What the overview asks first, as path and query. Used before the app's own code is there, so it needs little itself. */
import type { LeadFilter } from '#contract/lead-list.ts';
import type { Client } from '#contract/workspace.ts';
import type { Query } from './ask.ts';
import { longestPeriod } from './shell/choice.ts';
import type { Compare } from './shell/period.ts';

export interface Asked {
  path: string;
  query: Query;
}

const LEADS = '/marketing/leads';

/** Numbers of a period beside another. */
export const overviewAsked = (
  clientId: string,
  { from, to, compare }: { from: string; to: string; compare?: Compare },
  narrowing: Omit<LeadFilter, 'client_id' | 'from' | 'to'> = {},
): Asked => ({ path: `${LEADS}/overview`, query: { client_id: clientId, from, to, compare, ...narrowing } });

/** All sources of a client by leads of the longest period, so that colours do not move when the period does. */
export const sourcesAsked = (client: Client): Asked => ({
  path: `${LEADS}/analytics`,
  query: {
    client_id: client.id,
    ...longestPeriod(client),
    metrics: 'leads',
    dimensions: 'source,source_kind',
  },
});

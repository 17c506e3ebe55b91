/** Any number of leads of one demo client, for benchmarks: no planted faults, the usual noise, constant memory per lead. */
import { BRIGHTWELL } from './clients/brightwell.ts';
import { HALCYON } from './clients/halcyon.ts';
import { NORDLICHT } from './clients/nordlicht.ts';
import type { ClientKey, ClientTemplate } from './clients/template.ts';
import type { DemoLead } from './compose.ts';
import { drafts } from './drafts.ts';

export const CLIENT_TEMPLATES: Readonly<Record<ClientKey, ClientTemplate>> = {
  halcyon: HALCYON,
  nordlicht: NORDLICHT,
  brightwell: BRIGHTWELL,
};

/** Seed and end of the demo world that tests, screenshots and the checked-in list of planted faults share. */
export const DEMO_SEED = 20_261_120;
export const DEMO_NOW = new Date('2026-11-20T18:00:00.000Z');

/**
 * Generates `count` leads of a client over the twelve months before `now`, oldest first; the same arguments give the
 * same leads. `clientId` (a UUID) replaces the demo client's own id, for a client that exists on a server.
 */
export function* demoLeads(options: {
  seed: number;
  count: number;
  client?: ClientKey;
  clientId?: string;
  now?: Date;
}): Generator<DemoLead> {
  const { seed, count, client = 'halcyon', clientId, now = DEMO_NOW } = options;
  for (const { lead } of drafts({ client: CLIENT_TEMPLATES[client], seed, now: now.getTime(), count })) {
    if (clientId !== undefined) lead.client_id = clientId;
    yield lead;
  }
}

/** Which client is open and over what period, from the address and from what this browser remembers. */
import type { Client, Me } from '#contract/workspace.ts';
import { addDays, periodOf, todayIn } from './period.ts';
import type { ShellSearch } from './search-params.ts';

const LAST_CLIENT = 'assay.client';
/** As far back as one question may go. */
const LOOK_BACK_DAYS = 1460;

/** The client of the address, else the one used last, else the first. */
export function pickClient(me: Me, wanted: string | undefined): Client | undefined {
  const byId = (id: string | null | undefined) => me.clients.find((client) => client.id === id);
  return byId(wanted) ?? byId(localStorage.getItem(LAST_CLIENT)) ?? me.clients[0];
}
export const rememberClient = (id: string) => localStorage.setItem(LAST_CLIENT, id);

/** The period of the address for a client's zone; today when the address says nothing. */
export const periodFor = (client: Client | undefined, search: ShellSearch) =>
  periodOf(search, todayIn(client?.time_zone ?? 'UTC', new Date()));

/** The longest period that a question may be about, up to today. */
export function longestPeriod(client: Client): { from: string; to: string } {
  const to = todayIn(client.time_zone, new Date());
  return { from: addDays(to, -LOOK_BACK_DAYS), to };
}

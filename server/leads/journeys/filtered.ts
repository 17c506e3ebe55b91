/** Which journeys a filter of leads leaves. */
import type { LeadFilter } from '#contract/lead-list.ts';
import type { Principal } from '../../platform/access.ts';
import type { ClientFacts } from '../client-facts.ts';
import type { LeadDeps } from '../deps.ts';
import { EVERYTHING, narrowedWhere, type Where } from '../filter.ts';
import { findSegmentBook } from '../segments/book.ts';
import { EVERY_JOURNEY } from './sequence.ts';

/** Only journeys of which a lead matches the filter; journeys without a lead match none but the empty filter. */
export async function journeysOf(
  deps: LeadDeps,
  principal: Principal,
  client: ClientFacts,
  filter: LeadFilter,
): Promise<{ leads: Where; narrowed: Where }> {
  const segments = await findSegmentBook(deps, principal, client.id, filter);
  const narrowed = narrowedWhere(filter, { clients: [client.id], zone: client.timeZone, segments });
  if (narrowed.sql === EVERYTHING.sql) return { leads: EVERY_JOURNEY, narrowed };
  const sql = `journey in (select identity_id from lead_fact final where client_id = {client:UUID} and ${narrowed.sql})`;
  return { leads: { sql, params: narrowed.params }, narrowed };
}

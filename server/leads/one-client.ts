/** Numbers are told per client, because money and days are the client's own. */
import { clientsFor, type Principal, scopeOf } from '../platform/access.ts';
import { inScope } from '../platform/db.ts';
import { notFound, refusedField } from '../platform/errors.ts';
import { type ClientFacts, findClientFacts } from './client-facts.ts';
import type { LeadDeps } from './deps.ts';

/** The client a question is about: the one it names, or the only one the principal sees. Throws 422 when it is open which. */
export async function oneClient(
  deps: LeadDeps,
  principal: Principal,
  clientId: string | undefined,
): Promise<ClientFacts> {
  const clients = clientsFor(principal, 'lead.read', clientId);
  if (clients.length > 1) throw refusedField('client_id', 'say which client, numbers of several are not added');
  const [facts] = await inScope(deps.db, scopeOf(principal, clients), (tx) => findClientFacts(tx, clients));
  if (facts === undefined) throw notFound();
  return facts;
}

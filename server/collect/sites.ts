/** The sites that carry a client's tag: made, changed and stopped by who manages the client. */
import type { CollectSite, CollectSiteChange, CollectSiteCreate } from '#contract/collect.ts';
import { actorOf, clientsFor, type Principal, scopeOf } from '../platform/access.ts';
import { append } from '../platform/audit-log/append.ts';
import { type Database, inScope } from '../platform/db.ts';
import { notFound } from '../platform/errors.ts';
import { uuidv7 } from '../platform/uuid.ts';
import { newSiteKey } from './site-keys.ts';
import { findSite, findSiteByKey, listSites } from './site-queries.ts';

export interface SiteDeps {
  db: Database;
  /** Milliseconds since 1970. */
  clock: () => number;
  /** Called with the key of a site that changed. */
  onChange: (key: string) => void;
}

export async function getSites({ db }: SiteDeps, principal: Principal, clientId: string): Promise<CollectSite[]> {
  const clients = clientsFor(principal, 'lead.read', clientId);
  return await inScope(db, scopeOf(principal, clients), (tx) => listSites(tx, clientId));
}

export async function createSite(
  { db, clock }: SiteDeps,
  principal: Principal,
  clientId: string,
  { name, origins, consent }: CollectSiteCreate,
): Promise<CollectSite> {
  const clients = clientsFor(principal, 'client.manage', clientId);
  const key = newSiteKey(clientId);
  const site = await inScope(db, scopeOf(principal, clients), async (tx) => {
    const id = uuidv7(clock());
    await tx
      .insertInto('collect_site')
      .values({
        client_id: clientId,
        id,
        name,
        public_key: key,
        origins: [...new Set(origins)],
        consent,
        created_by: actorOf(principal),
      })
      .execute();
    await append(tx, {
      clientId,
      actor: { kind: principal.kind, id: principal.id },
      action: 'site.created',
      object: { type: 'collect_site', id },
      detail: { origins, consent },
    });
    return await findSiteByKey(tx, clientId, key);
  });
  if (site === undefined) throw notFound();
  return site;
}

export async function changeSite(
  { db, clock, onChange }: SiteDeps,
  principal: Principal,
  clientId: string,
  id: string,
  change: CollectSiteChange,
): Promise<CollectSite> {
  const clients = clientsFor(principal, 'client.manage', clientId);
  const { stopped, ...fields } = change;
  const now = new Date(clock());
  const site = await inScope(db, scopeOf(principal, clients), async (tx) => {
    const changed = await tx
      .updateTable('collect_site')
      .set({ ...fields, updated_at: now, ...(stopped === undefined ? {} : { stopped_at: stopped ? now : null }) })
      .where('client_id', '=', clientId)
      .where('id', '=', id)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) throw notFound();
    await append(tx, {
      clientId,
      actor: { kind: principal.kind, id: principal.id },
      action: 'site.changed',
      object: { type: 'collect_site', id },
      detail: { ...change },
    });
    return await findSite(tx, clients, id);
  });
  if (site === undefined) throw notFound();
  onChange(site.public_key);
  return site;
}

/** Rows of the sites that carry the tag. */
import { sql } from 'kysely';
import type { CollectSite } from '#contract/collect.ts';
import type { Connection, Tx } from '../platform/db.ts';

export async function listSites(db: Connection, clientId: string): Promise<CollectSite[]> {
  const rows = await db
    .selectFrom('collect_site')
    .selectAll()
    .where('client_id', '=', clientId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(siteReply);
}

export async function findSite(
  db: Connection,
  clients: readonly string[],
  id: string,
): Promise<CollectSite | undefined> {
  const row = await db
    .selectFrom('collect_site')
    .selectAll()
    .where('id', '=', id)
    .where('client_id', '=', sql<string>`any(${clients}::uuid[])`)
    .executeTakeFirst();
  return row && siteReply(row);
}

export async function findSiteByKey(db: Connection, clientId: string, key: string): Promise<CollectSite | undefined> {
  const row = await db
    .selectFrom('collect_site')
    .selectAll()
    .where('client_id', '=', clientId)
    .where('public_key', '=', key)
    .executeTakeFirst();
  return row && siteReply(row);
}

/** Notes that events came, for whoever waits to see the first one. */
export async function noteEvents(tx: Tx, site: CollectSite, at: Date, events: number): Promise<void> {
  await tx
    .updateTable('collect_site')
    .set({ last_event_at: at, events: sql`events + ${events}` })
    .where('client_id', '=', site.client_id)
    .where('id', '=', site.id)
    .execute();
}

function siteReply(row: {
  id: string;
  client_id: string;
  name: string;
  public_key: string;
  origins: string[];
  consent: string;
  stopped_at: Date | null;
  created_at: Date;
  last_event_at: Date | null;
  events: number;
}): CollectSite {
  const { stopped_at, created_at, last_event_at, consent, id, client_id, name, public_key, origins, events } = row;
  return {
    id,
    client_id,
    name,
    public_key,
    origins,
    consent: consent as CollectSite['consent'],
    stopped: stopped_at !== null,
    created_at: created_at.toISOString(),
    last_event_at: last_event_at?.toISOString() ?? null,
    events,
  };
}

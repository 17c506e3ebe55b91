/** Collected rows into the store, many at a time: a commit costs more than an event. */
import { sql } from 'kysely';
import type { CollectSite } from '#contract/collect.ts';
import { gather } from '../leads/gather.ts';
import { storeTouchpoints } from '../leads/touchpoints/store.ts';
import { type Database, inScope, type Tx } from '../platform/db.ts';
import { float8Array, int4Array, int8Array, textArray, timestamptzArray, uuidArray } from '../platform/pg-arrays.ts';
import type { CollectRows, FormRow } from './events.ts';
import { noteEvents } from './site-queries.ts';

/** Batches of pages that are written in one transaction, and how many transactions of a client run at once. */
const GROUP = { most: 400, lanes: 2 };

export interface Collected extends CollectRows {
  site: CollectSite;
}

/** Makes the function that stores what a page sent; it answers when the rows are durable. */
export function collector(db: Database, clock: () => number) {
  const together = gather(async (group: readonly Collected[]) => {
    await writeGroup(db, group, clock());
    return group.map(() => undefined);
  }, GROUP);
  return async (collected: Collected): Promise<void> => await together(collected.site.client_id, collected);
}

async function writeGroup(db: Database, group: readonly Collected[], now: number): Promise<void> {
  const clientId = group[0]?.site.client_id ?? '';
  await inScope(db, { clients: [clientId] }, async (tx) => {
    const touchpoints = group.flatMap((one) => one.touchpoints);
    await storeTouchpoints(tx, clientId, touchpoints, now);
    await insertForms(
      tx,
      clientId,
      group.flatMap(({ forms }) => forms),
    );
    const sites = Map.groupBy(group, ({ site }) => site.id);
    for (const id of [...sites.keys()].sort()) {
      const own = sites.get(id) ?? [];
      const events = own.reduce((sum, one) => sum + one.touchpoints.length, 0);
      if (own[0]) await noteEvents(tx, own[0].site, new Date(now), events);
    }
  });
}

async function insertForms(tx: Tx, clientId: string, rows: readonly FormRow[]): Promise<void> {
  if (rows.length === 0) return;
  const numbers = ['field_count', 'key_events', 'paste_events', 'autofill_events', 'silent_fields'] as const;
  const keys = ['visitor', 'cadence_key', 'click_key', 'ip_key', 'net_key'] as const;
  // Field names are a page's own words: they travel as JSON, since an array of arrays must be even.
  const names = textArray(rows.map((row) => JSON.stringify(row.value_names)));
  const values = textArray(rows.map((row) => `{${row.value_keys.join()}}`));
  await sql`
    insert into form_session (client_id, id, site_id, form_id, page, started_at, submitted_at, seconds, honeypot_filled,
      value_names, value_keys, ${sql.join([...numbers, ...keys].map((name) => sql.ref(name)))})
    select ${clientId}::uuid, t.id, t.site_id, t.form_id, t.page, t.started_at, t.submitted_at, t.seconds::real, t.honeypot = 1,
      array(select jsonb_array_elements_text(t.names::jsonb)), t.value_keys::bigint[],
      ${sql.join([...numbers, ...keys].map((name) => sql`t.${sql.ref(name)}`))}
    from unnest(${uuidArray(rows.map(({ id }) => id))}::uuid[], ${uuidArray(rows.map((row) => row.site_id))}::uuid[],
      ${textArray(rows.map((row) => row.form_id))}::text[], ${textArray(rows.map(({ page }) => page))}::text[],
      ${timestamptzArray(rows.map((row) => row.started_at))}::timestamptz[],
      ${timestamptzArray(rows.map((row) => row.submitted_at))}::timestamptz[],
      ${float8Array(rows.map(({ seconds }) => seconds))}::float8[],
      ${int4Array(rows.map((row) => Number(row.honeypot_filled)))}::int[], ${names}::text[], ${values}::text[],
      ${sql.join(numbers.map((name) => sql`${int4Array(rows.map((row) => row[name]))}::int[]`))},
      ${sql.join(keys.map((name) => sql`${int8Array(rows.map((row) => row[name]))}::bigint[]`))})
      as t(id, site_id, form_id, page, started_at, submitted_at, seconds, honeypot, names, value_keys,
        ${sql.join([...numbers, ...keys].map((name) => sql.ref(name)))})
    on conflict do nothing`.execute(tx);
}

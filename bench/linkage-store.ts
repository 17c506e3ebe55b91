/** A store of synthetic leads with their block keys, written in bulk: what the look-up of one lead reads. */
import { sql } from 'kysely';
import type { LeadCreate } from '#contract/lead.ts';
import { prepareLead } from '#domain/lead-checks/prepare.ts';
import type { Workbench } from '../server/leads/intake.ts';
import { keysForLookup } from '../server/leads/merging/block-keys.ts';
import { sealPersonal } from '../server/leads/record.ts';
import { type Connection, openDatabase } from '../server/platform/db.ts';
import { byteaArray, int8Array, uuidArray } from '../server/platform/pg-arrays.ts';
import type { TestDatabase } from '../server/platform/testing.ts';
import { vault } from '../server/platform/vault/vault.ts';
import { MILLION, type SyntheticLead, syntheticLeads } from './linkage-leads.ts';

export const BENCH_CLIENT = '01999999-0000-7000-8000-000000000001';
export const BENCH_VAULT = vault({ keks: [{ epoch: 1, key: Buffer.alloc(32, 7) }], indexKey: Buffer.alloc(32, 9) });
export const BENCH_NOW = Date.parse('2026-11-20T18:00:00Z');
const CHUNK = 5_000;

export interface NumberedLead {
  id: string;
  lead: LeadCreate;
}

export const idOf = (number: number) => `01990000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
export const asLead = ({ lead }: SyntheticLead): LeadCreate => ({ client_id: BENCH_CLIENT, source: 'Bench', ...lead });

/**
 * Writes the million as intake does, without the audits, which a look-up does not read. Indexes are made and triggers
 * put back when all rows are there, and one chunk is prepared while the one before it is written.
 */
export async function fillMillion({ owner }: TestDatabase, bench: Workbench): Promise<void> {
  const client = await owner.connect();
  await client.query("set statement_timeout = 0; set maintenance_work_mem = '512MB'");
  const { rows: indexes } = await client.query<{ name: string; made: string }>(`
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as made from pg_index i
    where i.indrelid in ('lead'::regclass, 'lead_key'::regclass)
      and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`);
  for (const { name } of indexes) await client.query(`drop index ${name}`);
  const triggers = async (state: 'disable' | 'enable') => {
    for (const table of ['person', 'lead', 'lead_key']) await client.query(`alter table ${table} ${state} trigger all`);
  };
  await triggers('disable');
  const db = openDatabase(owner);
  let chunk: NumberedLead[] = [];
  let number = 0;
  let before: Promise<void> = Promise.resolve();
  const flush = async () => {
    const write = prepareRows(bench, chunk);
    chunk = [];
    await before;
    before = write(db);
    // Whoever awaits it later hears of a fault; until then it must not count as unhandled.
    before.catch(() => undefined);
  };
  for (const synthetic of syntheticLeads(MILLION.seed, MILLION.people, MILLION.copies)) {
    chunk.push({ id: idOf(number++), lead: asLead(synthetic) });
    if (chunk.length === CHUNK) await flush();
  }
  await flush();
  await before;
  await triggers('enable');
  for (const { made } of indexes) await client.query(made);
  await client.query('vacuum analyze lead_key, lead, person');
  client.release();
}

/** Seals and keys leads; what it returns writes them. */
export function prepareRows(
  { vault, context }: Workbench,
  leads: readonly NumberedLead[],
): (db: Connection) => Promise<void> {
  const ids = uuidArray(leads.map(({ id }) => id));
  const salts = leads.map(() => vault.newSalt());
  const sealed = leads.map(({ id, lead: { client_id: _, source: __, ...personal } }, at) =>
    sealPersonal(vault, BENCH_CLIENT, { id, salt: salts[at]!, epoch: 1 }, personal),
  );
  const asked = { ...(context.country ? { country: context.country } : {}), now: BENCH_NOW };
  const keys = leads.flatMap(({ id, lead }) =>
    keysForLookup(vault, BENCH_CLIENT, prepareLead(lead, asked)).map((key) => ({ id, key })),
  );
  const people = [ids, byteaArray(salts), byteaArray(sealed)] as const;
  const blocks = [int8Array(keys.map(({ key }) => key)), uuidArray(keys.map(({ id }) => id))] as const;
  return async (db) => {
    await sql`insert into person (client_id, id, salt, epoch) select ${BENCH_CLIENT}::uuid, id, salt, 1
      from unnest(${people[0]}::uuid[], ${people[1]}::bytea[]) as t(id, salt)`.execute(db);
    await sql`insert into lead (client_id, id, person_id, personal, source, validation_status, quality_score, completeness,
        outcomes, catalogue_version, ledger, rules_version, audited_at, created_at, updated_at, visitor, identity_id, evidence)
      select ${BENCH_CLIENT}::uuid, id, id, personal, 'Bench', 'valid', 50, 1, '',
        (select min(version) from check_catalogue), '{}', 0, now(), now(), now(), 1, id, ''
      from unnest(${people[0]}::uuid[], ${people[2]}::bytea[]) as t(id, personal)`.execute(db);
    await sql`insert into lead_key (client_id, key, lead_id) select ${BENCH_CLIENT}::uuid, key, id
      from unnest(${blocks[0]}::bigint[], ${blocks[1]}::uuid[]) as t(key, id)`.execute(db);
  };
}

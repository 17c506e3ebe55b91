/** One new lead against a million that are stored: the look-up as intake does it, in a real PostgreSQL. */
import { sql } from 'kysely';
import type { LeadCreate } from '#contract/lead.ts';
import { prepareLead } from '#domain/lead-checks/prepare.ts';
import type { LearntFrequencies } from '#domain/linkage/frequencies.ts';
import type { LinkageModel } from '#domain/linkage/model.ts';
import { loadContext } from '../server/leads/context.ts';
import { takeIn, type Workbench } from '../server/leads/intake.ts';
import { storeModel } from '../server/leads/linkage/store.ts';
import { keysForLookup } from '../server/leads/merging/block-keys.ts';
import { lookUp } from '../server/leads/merging/look-up.ts';
import { sealPersonal } from '../server/leads/record.ts';
import { inScope, type Tx } from '../server/platform/db.ts';
import { byteaArray, int8Array, uuidArray } from '../server/platform/pg-arrays.ts';
import { type TestDatabase, testDatabase } from '../server/platform/testing.ts';
import { vault } from '../server/platform/vault/vault.ts';
import { atMost, type Figure, percentile, plain } from './figure.ts';
import { MILLION, type SyntheticLead, syntheticLeads } from './linkage-leads.ts';

export const BENCH_CLIENT = '01999999-0000-7000-8000-000000000001';
export const BENCH_VAULT = vault({ keks: [{ epoch: 1, key: Buffer.alloc(32, 7) }], indexKey: Buffer.alloc(32, 9) });
const CHUNK = 5_000;
const { seed: SEED, people: PEOPLE, copies: COPIES } = MILLION;
const NEW = 1_000;
const AGAIN = 1_000;
const WARM = 100;
const P95_MS = 10;
const NOW = Date.parse('2026-11-20T18:00:00Z');

/** What the linkage of the million learnt. */
export interface Learnt {
  model: LinkageModel;
  frequencies: Record<string, LearntFrequencies>;
}

export async function benchOneLead(learnt: Learnt): Promise<Figure[]> {
  const database = await testDatabase();
  try {
    const bench = await prepare(database, learnt);
    await fill(database, bench);
    return await measure(database, bench);
  } finally {
    await database.close();
  }
}

async function prepare({ owner, db }: TestDatabase, { model, frequencies }: Learnt): Promise<Workbench> {
  await owner.query(
    "insert into client (id, name, currency, time_zone, country) values ($1, 'Bench', 'EUR', 'Europe/Berlin', 'DE')",
    [BENCH_CLIENT],
  );
  await owner.query("insert into check_catalogue (checks) values ('{}') on conflict do nothing");
  const context = await inScope(db, { clients: [BENCH_CLIENT] }, async (tx) => {
    await storeModel(tx, BENCH_CLIENT, model, frequencies);
    return await loadContext(tx, BENCH_CLIENT);
  });
  return { vault: BENCH_VAULT, context, now: NOW };
}

const idOf = (number: number) => `01990000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
const asLead = ({ lead }: SyntheticLead): LeadCreate => ({ client_id: BENCH_CLIENT, source: 'Bench', ...lead });

/** Writes leads and keys as intake does, without the audits, which a look-up does not read. */
async function fill({ db, owner }: TestDatabase, bench: Workbench): Promise<void> {
  let chunk: { id: string; lead: LeadCreate }[] = [];
  let number = 0;
  const write = async () => await inScope(db, { clients: [BENCH_CLIENT] }, (tx) => insert(tx, bench, chunk));
  for (const synthetic of syntheticLeads(SEED, PEOPLE, COPIES)) {
    chunk.push({ id: idOf(number++), lead: asLead(synthetic) });
    if (chunk.length < CHUNK) continue;
    await write();
    chunk = [];
  }
  if (chunk.length > 0) await write();
  await owner.query('vacuum analyze lead_key, lead, person');
}

async function insert(tx: Tx, { vault, context }: Workbench, chunk: readonly { id: string; lead: LeadCreate }[]) {
  const ids = uuidArray(chunk.map(({ id }) => id));
  const salts = chunk.map(() => vault.newSalt());
  const sealed = chunk.map(({ id, lead: { client_id: _, source: __, ...personal } }, at) =>
    sealPersonal(vault, BENCH_CLIENT, { id, salt: salts[at]!, epoch: 1 }, personal),
  );
  await sql`insert into person (client_id, id, salt, epoch)
    select ${BENCH_CLIENT}::uuid, id, salt, 1 from unnest(${ids}::uuid[], ${byteaArray(salts)}::bytea[]) as t(id, salt)`.execute(
    tx,
  );
  await sql`insert into lead (client_id, id, person_id, personal, source, validation_status, quality_score, completeness,
      outcomes, catalogue_version, ledger, rules_version, audited_at, created_at, updated_at, visitor, identity_id, evidence)
    select ${BENCH_CLIENT}::uuid, id, id, personal, 'Bench', 'valid', 50, 1, '', (select min(version) from check_catalogue), '{}', 0,
      now(), now(), now(), 1, id, ''
    from unnest(${ids}::uuid[], ${byteaArray(sealed)}::bytea[]) as t(id, personal)`.execute(tx);
  const keys = chunk.flatMap(({ id, lead }) =>
    keysForLookup(
      vault,
      BENCH_CLIENT,
      prepareLead(lead, { ...(context.country ? { country: context.country } : {}), now: NOW }),
    ).map((key) => ({ id, key })),
  );
  await sql`insert into lead_key (client_id, key, lead_id) select ${BENCH_CLIENT}::uuid, key, id
    from unnest(${int8Array(keys.map(({ key }) => key))}::bigint[], ${uuidArray(keys.map(({ id }) => id))}::uuid[]) as t(key, id)`.execute(
    tx,
  );
}

class Undone extends Error {}

/** Looks up people who are new and people who come again, each in a transaction that is taken back. */
async function measure({ db, owner }: TestDatabase, bench: Workbench): Promise<Figure[]> {
  const first = new Map<number, string[]>();
  let number = 0;
  for (const { person } of syntheticLeads(SEED, PEOPLE, COPIES)) {
    const id = idOf(number++);
    first.set(person, [...(first.get(person) ?? []), id]);
  }
  const waits: number[] = [];
  let falseMerges = 0;
  let falseReviews = 0;
  let fresh = 0;
  let again = 0;
  let found = 0;
  // The same people as those stored, then some more, then copies of any.
  let place = 0;
  for (const synthetic of syntheticLeads(SEED, PEOPLE + NEW, AGAIN + WARM)) {
    if (place++ < PEOPLE) continue;
    const lead = takeIn(bench, asLead(synthetic), {
      id: idOf(PEOPLE + COPIES + place),
      person: { id: idOf(PEOPLE + COPIES + place), salt: bench.vault.newSalt(), epoch: 1 },
    });
    const same = new Set(first.get(synthetic.person) ?? []);
    const pairs = await lookedUp(db, bench, lead, waits);
    const others = pairs.map(({ a_id, b_id, band }) => ({ other: a_id === lead.id ? b_id : a_id, band }));
    const wrong = others.filter(({ other }) => !same.has(other));
    if (same.size === 0) {
      fresh += 1;
      if (wrong.some(({ band }) => band === 'auto')) falseMerges += 1;
      else if (wrong.length > 0) falseReviews += 1;
    } else {
      again += 1;
      if (others.some(({ other }) => same.has(other))) found += 1;
    }
  }
  const { rows } = await owner.query<{ keys: string; bytes: string }>(
    "select (select count(*) from lead_key) as keys, pg_total_relation_size('lead_key') as bytes",
  );
  const timed = waits.slice(WARM);
  return [
    plain('one lead against 1,000,000: median', percentile(timed, 0.5), 'ms'),
    atMost('one lead against 1,000,000: p95', percentile(timed, 0.95), P95_MS, 'ms'),
    plain('one lead against 1,000,000: p99', percentile(timed, 0.99), 'ms'),
    atMost(`false matches among ${fresh} new leads`, falseMerges, 0, ''),
    plain(`of them put to a person though new`, falseReviews, ''),
    { name: `found again of ${again} who came again`, measured: (found / again).toFixed(4) },
    plain('keys stored', Number(rows[0]?.keys), ''),
    plain('keys with their indexes', Number(rows[0]?.bytes) / 1024 ** 2, 'MiB'),
  ];
}

interface PairRow {
  a_id: string;
  b_id: string;
  band: 'auto' | 'review';
}

async function lookedUp(
  db: TestDatabase['db'],
  bench: Workbench,
  lead: ReturnType<typeof takeIn>,
  waits: number[],
): Promise<PairRow[]> {
  let pairs: PairRow[] = [];
  try {
    await inScope(db, { clients: [BENCH_CLIENT] }, async (tx) => {
      await insert(tx, bench, [{ id: lead.id, lead: lead.lead }]);
      await tx.deleteFrom('lead_key').where('lead_id', '=', lead.id).execute();
      const began = performance.now();
      await lookUp(tx, bench, [lead], []);
      waits.push(performance.now() - began);
      pairs = (await tx
        .selectFrom('linkage_pair')
        .select(['a_id', 'b_id', 'band'])
        .where((where) => where.or([where('a_id', '=', lead.id), where('b_id', '=', lead.id)]))
        .execute()) as PairRow[];
      throw new Undone();
    });
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
  }
  return pairs;
}

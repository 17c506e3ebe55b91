/** One new lead against a million that are stored: the look-up as intake does it, in a real PostgreSQL. */
import { sql } from 'kysely';
import type { LearntFrequencies } from '#domain/linkage/frequencies.ts';
import type { LinkageModel } from '#domain/linkage/model.ts';
import { loadContext } from '../server/leads/context.ts';
import { takeIn, type Workbench } from '../server/leads/intake.ts';
import { storeModel } from '../server/leads/linkage/store.ts';
import { lookUp } from '../server/leads/merging/look-up.ts';
import { inScope } from '../server/platform/db.ts';
import { type TestDatabase, testDatabase } from '../server/platform/testing.ts';
import { atMost, type Figure, percentile, plain } from './figure.ts';
import { MILLION, syntheticLeads } from './linkage-leads.ts';
import { asLead, BENCH_CLIENT, BENCH_NOW, BENCH_VAULT, fillMillion, idOf, prepareRows } from './linkage-store.ts';

const { seed: SEED, people: PEOPLE, copies: COPIES } = MILLION;
const NEW = 1_000;
const AGAIN = 1_000;
const WARM = 100;
const P95_MS = 10;

/** What the linkage of the million learnt. */
export interface Learnt {
  model: LinkageModel;
  frequencies: Record<string, LearntFrequencies>;
}

export async function benchOneLead(learnt: Learnt): Promise<Figure[]> {
  const database = await testDatabase();
  try {
    const bench = await prepare(database, learnt);
    await fillMillion(database, bench);
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
  return { vault: BENCH_VAULT, context, ipCountries: undefined, now: BENCH_NOW };
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
  const trips: number[] = [];
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
    const pairs = await lookedUp(db, bench, lead, { waits, trips });
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
    plain('a question for nothing meanwhile: p95', percentile(trips.slice(WARM), 0.95), 'ms'),
    atMost(`false matches among ${fresh} new leads`, falseMerges, 0, ''),
    plain(`of them put to a person though new`, falseReviews, ''),
    { name: `found again of ${again} who came again`, measured: (found / again).toFixed(4) },
    plain('keys stored', Number(rows[0]?.keys), ''),
    plain('keys with their indexes', Number(rows[0]?.bytes) / 1024 ** 2, 'MiB'),
  ];
}

interface Waits {
  /** Milliseconds of each look-up. */
  waits: number[];
  /** Milliseconds of a question for nothing just before it: what the machine's other work costs any question. */
  trips: number[];
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
  { waits, trips }: Waits,
): Promise<PairRow[]> {
  let pairs: PairRow[] = [];
  try {
    await inScope(db, { clients: [BENCH_CLIENT] }, async (tx) => {
      await prepareRows(bench, [{ id: lead.id, lead: lead.lead }])(tx);
      await tx.deleteFrom('lead_key').where('lead_id', '=', lead.id).execute();
      const asked = performance.now();
      await sql`select 1`.execute(tx);
      const began = performance.now();
      trips.push(began - asked);
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

/**
 * Compares the leads of both stores, per client first, and names each lead that differs. Only what the engine has
 * pulled can be compared: leads changed after its watermark are left out, and whatever seems to differ is looked at
 * again, since both stores go on working meanwhile.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import * as z from 'zod';
import { showEverything } from '../backup/tables.ts';
import { ask, type ClickHouse, SafeInteger } from '../clickhouse.ts';
import type { Pull } from '../pull.ts';
import { CLICKHOUSE_DIGEST, CLICKHOUSE_TEXT, differingColumns, POSTGRES_DIGEST, POSTGRES_TEXT } from './lead-digest.ts';
import { differingTouchpoints } from './touchpoints.ts';

const Totals = z.object({
  leads: SafeInteger,
  /** Hundredths of points, summed. */
  quality: SafeInteger,
  valid: SafeInteger,
  invalid: SafeInteger,
  pending: SafeInteger,
  fraudulent: SafeInteger,
});
export type Totals = z.infer<typeof Totals>;

const Group = Totals.extend({ name: z.string(), digest: z.string() });
type Group = z.infer<typeof Group>;

export const StoresVerdict = z.object({
  ok: z.boolean(),
  /** Leads that were compared. */
  leads: z.int(),
  /** Leads that the engine has not pulled yet, which are left out. */
  waiting: z.int(),
  clients: z.array(z.object({ client_id: z.string(), postgres: Totals, clickhouse: Totals })),
  /** At most `FAULTS_MAX`. */
  faults: z.array(z.object({ client_id: z.string(), lead_id: z.string().nullable(), what: z.string() })),
});
export type StoresVerdict = z.infer<typeof StoresVerdict>;
type StoreFault = StoresVerdict['faults'][number];

export interface StoresInput {
  /** As the owner, or as the server's role. */
  pool: pg.Pool;
  clickhouse: ClickHouse;
  pull: Pick<Pull, 'fresh'>;
}

export const FAULTS_MAX = 1000;
/** With more changed leads than this the engine is too far behind for the rest to say much. */
const WAITING_MAX = 50_000;
const FRESH_MS = 600_000;
const SECOND_LOOKS = 3;
/** Of 256; so many leads are held at once. */
const BUCKETS_AT_ONCE = 16;
const NOTHING: Totals = { leads: 0, quality: 0, valid: 0, invalid: 0, pending: 0, fraudulent: 0 };

/** Compares everything. Reads only, but lets the engine pull first. */
export async function verifyStores({ pool, clickhouse, pull }: StoresInput): Promise<StoresVerdict> {
  await pull.fresh(FRESH_MS);
  const { differing, ...seen } = await inSnapshot(pool, async (client) => await compareAll(client, clickhouse));
  let suspects = differing;
  for (let look = 0; look < SECOND_LOOKS && suspects.length > 0; look++) {
    await pull.fresh(FRESH_MS);
    suspects = await inSnapshot(pool, async (client) => await lookAgain(client, clickhouse, suspects));
    if (suspects.length > 0 && look + 1 < SECOND_LOOKS) await sleep(500);
  }
  const touchpoints = await touchpointFaults({ pool, clickhouse, pull });
  const faults = [
    ...seen.faults,
    ...touchpoints,
    ...suspects.map(({ client_id, lead_id, what }) => ({ client_id, lead_id, what })),
  ];
  return { ...seen, ok: faults.length === 0, faults: faults.slice(0, FAULTS_MAX) };
}

/** Sums of both stores; they are taken again, since both go on working meanwhile. */
async function touchpointFaults({ pool, clickhouse, pull }: StoresInput): Promise<StoreFault[]> {
  for (let look = 1; ; look++) {
    const faults = await inSnapshot(pool, async (client) =>
      differingTouchpoints(client, clickhouse, await watermark(client, clickhouse)),
    );
    if (faults.length === 0 || look > SECOND_LOOKS) return faults;
    await sleep(500);
    await pull.fresh(FRESH_MS);
  }
}

async function inSnapshot<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query('set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0');
    await showEverything(client);
    return await work(client);
  } finally {
    await client.query('rollback').catch(() => {});
    client.release();
  }
}

type Comparison = Omit<StoresVerdict, 'ok'> & { differing: StoreFault[] };

async function compareAll(client: pg.ClientBase, clickhouse: ClickHouse): Promise<Comparison> {
  const mark = await watermark(client, clickhouse);
  const recent = await changedSince(client, mark);
  const none = { leads: 0, waiting: recent.length, clients: [], differing: [] };
  if (recent.length > WAITING_MAX) {
    const what = `More than ${WAITING_MAX} changed leads wait to be pulled, so that nothing was compared.`;
    return { ...none, faults: [{ client_id: '', lead_id: null, what }] };
  }
  const scope: CompareScope = { mark, recent, filter: '' };
  const found: Comparison = { ...none, faults: await differingSources(client, clickhouse, mark) };
  for (const { name, ours, theirs } of await compareGroups(
    client,
    clickhouse,
    'client_id::text',
    'toString(client_id)',
    scope,
  )) {
    found.leads += ours.leads;
    found.clients.push({ client_id: name, postgres: Totals.parse(ours), clickhouse: Totals.parse(theirs) });
    if (ours.digest === theirs.digest && ours.leads === theirs.leads) continue;
    found.differing.push(...(await differingLeads(client, clickhouse, name, scope)));
  }
  return found;
}

interface CompareScope {
  mark: string;
  /** Leads changed since the mark. */
  recent: readonly string[];
  /** More SQL that both stores understand. */
  filter: string;
}

interface Pair {
  name: string;
  ours: Group;
  theirs: Group;
}

/** How far the engine has pulled from this PostgreSQL: the transaction id below which everything is there. */
async function watermark(client: pg.ClientBase, clickhouse: ClickHouse): Promise<string> {
  const { rows } = await client.query<{ epoch: string }>('select epoch::text from installation');
  const sql = "select toString(max(hi)) as hi from pull_watermark where feed = 'lead' and epoch = {epoch:String}";
  const [mark] = await ask(clickhouse, sql, { epoch: rows[0]?.epoch ?? '' }, z.object({ hi: z.string() }));
  return mark?.hi ?? '0';
}

async function changedSince(client: pg.ClientBase, mark: string): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select id from lead where ver >= $1::text::xid8 union select lead_id from lead_chance where ver >= $1::text::xid8
     union select id from lead_tombstone where ver >= $1::text::xid8
     limit ${WAITING_MAX + 1}`,
    [mark],
  );
  return rows.map(({ id }) => id);
}

const sums = (digest: string, quality: string) => `count(*) as leads, sum(${quality}) as quality,
  ${['valid', 'invalid', 'pending', 'fraudulent'].map((status) => `sum(case when validation_status = '${status}' then 1 else 0 end) as ${status}`)},
  ${digest} as digest`;

/** Counts and digests by a grouping that both stores can make; groups of one store alone are paired with nothing. */
async function compareGroups(
  client: pg.ClientBase,
  clickhouse: ClickHouse,
  ours: string,
  theirs: string,
  { mark, recent, filter }: CompareScope,
): Promise<Pair[]> {
  const here = await client.query(
    `select ${ours} as name, ${sums(`sum(${POSTGRES_DIGEST})::text`, '(quality_score * 100)::int')}
     from lead where ver < $1::text::xid8 and not exists (select from lead_chance chance
       where chance.client_id = lead.client_id and chance.lead_id = lead.id and chance.ver >= $1::text::xid8)
     ${filter} group by 1 order by 1`,
    [mark],
  );
  const there = await ask(
    clickhouse,
    `select ${theirs} as name, ${sums(`toString(sum(${CLICKHOUSE_DIGEST}))`, 'toInt64(round(quality_score * 100))')}
     from lead_fact final where id not in {recent:Array(UUID)} ${filter} group by name order by name`,
    { recent },
    Group,
  );
  const pairs = new Map<string, Pair>();
  const nothing = (name: string): Group => ({ name, digest: '0', ...NOTHING });
  for (const row of here.rows) {
    const group = Group.parse(row);
    pairs.set(group.name, { name: group.name, ours: group, theirs: nothing(group.name) });
  }
  for (const group of there) {
    pairs.set(group.name, {
      name: group.name,
      ours: pairs.get(group.name)?.ours ?? nothing(group.name),
      theirs: group,
    });
  }
  return [...pairs.values()];
}

/** Narrows a client's difference down to single leads, by the last two digits of their ids. */
async function differingLeads(
  client: pg.ClientBase,
  clickhouse: ClickHouse,
  clientId: string,
  scope: CompareScope,
): Promise<StoreFault[]> {
  const ofClient = `and client_id = '${z.uuid().parse(clientId)}'`;
  const pairs = await compareGroups(client, clickhouse, 'right(id::text, 2)', 'right(toString(id), 2)', {
    ...scope,
    filter: ofClient,
  });
  const buckets = pairs
    .filter(({ ours, theirs }) => ours.digest !== theirs.digest || ours.leads !== theirs.leads)
    .map(({ name }) => name.replace(/[^0-9a-f]/g, ''));
  const faults: StoreFault[] = [];
  for (let start = 0; start < buckets.length && faults.length < FAULTS_MAX; start += BUCKETS_AT_ONCE) {
    const some = buckets.slice(start, start + BUCKETS_AT_ONCE).map((bucket) => `'${bucket}'`);
    const leads = await compareGroups(client, clickhouse, 'id::text', 'toString(id)', {
      ...scope,
      filter: `${ofClient} and right(cast(id as text), 2) in (${some})`,
    });
    for (const { name, ours, theirs } of leads) {
      if (ours.digest === theirs.digest && ours.leads === theirs.leads) continue;
      faults.push({ client_id: clientId, lead_id: name, what: 'differs' });
    }
  }
  return faults.slice(0, FAULTS_MAX);
}

const LeadText = z.object({ lead: z.string(), text: z.string() });

/** Those of the suspects that still differ, with what differs. */
async function lookAgain(
  client: pg.ClientBase,
  clickhouse: ClickHouse,
  suspects: readonly StoreFault[],
): Promise<StoreFault[]> {
  const ids = suspects.flatMap(({ lead_id }) => lead_id ?? []);
  const recent = new Set(await changedSince(client, await watermark(client, clickhouse)));
  const here = await client.query<{ id: string; text: string }>(
    `select id::text, ${POSTGRES_TEXT} as text from lead where id = any($1::uuid[])`,
    [ids],
  );
  const there = await ask(
    clickhouse,
    `select toString(id) as lead, ${CLICKHOUSE_TEXT} as text from lead_fact final where id in {ids:Array(UUID)}`,
    { ids },
    LeadText,
  );
  const ours = new Map(here.rows.map(({ id, text }) => [id, text]));
  const theirs = new Map(there.map(({ lead, text }) => [lead, text]));
  return suspects.flatMap((suspect) => {
    const id = suspect.lead_id ?? '';
    const [mine, other] = [ours.get(id), theirs.get(id)];
    if (recent.has(id) || mine === other) return [];
    if (other === undefined) return { ...suspect, what: 'The lead is in PostgreSQL and not in ClickHouse.' };
    if (mine === undefined) return { ...suspect, what: 'The lead is in ClickHouse and not in PostgreSQL.' };
    return { ...suspect, what: `The stores differ in: ${differingColumns(mine, other).join(', ')}.` };
  });
}

const SourceText = z.object({ client_id: z.string(), name: z.string(), text: z.string() });

/** Registered sources that the engine has otherwise; one that was deleted stays there and harms nothing. */
async function differingSources(client: pg.ClientBase, clickhouse: ClickHouse, mark: string): Promise<StoreFault[]> {
  const here = await client.query(
    `select client_id::text, name, concat_ws(' ', ver::text, kind, coalesce(price_minor::text, '~')) as text
     from source where ver < $1::text::xid8`,
    [mark],
  );
  const there = await ask(
    clickhouse,
    `select toString(client_id) as client_id, name,
       concat(toString(ver), ' ', kind, ' ', ifNull(toString(price_minor), '~')) as text from source_fact final`,
    {},
    SourceText,
  );
  const theirs = new Map(there.map(({ client_id, name, text }) => [`${client_id} ${name}`, text]));
  return here.rows.flatMap((row) => {
    const { client_id, name, text } = SourceText.parse(row);
    if (theirs.get(`${client_id} ${name}`) === text) return [];
    return { client_id, lead_id: null, what: `The stores differ in the source "${name}".` };
  });
}

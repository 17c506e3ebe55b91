/** Seals every personal record anew under the newest key, in short transactions, so that a stop loses nothing. */
import pg from 'pg';
import { showEverything } from '../backup/tables.ts';
import { byteaArray, textArray, uuidArray } from '../pg-arrays.ts';
import { destroyKek, rotateKek, type Secrets } from '../secrets.ts';
import { type Vault, vault } from '../vault/vault.ts';
import {
  addressOf,
  epochsInUse,
  KEY_TABLES,
  SEALED_TABLES,
  type SealedRow,
  type SealedTable,
  sealedPage,
} from './sealed-tables.ts';

export interface RotateInput {
  /** Connects as the owner of the tables. No server may run, since it would not know the new key. */
  ownerUrl: string;
  /** Read anew after each change of the keys. */
  secrets: () => Secrets;
  /** Rows of one transaction. */
  chunk?: number;
  /** Called after each transaction with the rows looked at so far. */
  progress?: (rows: number) => void;
}

export interface Rotation {
  /** The epoch that everything is sealed under now. */
  epoch: number;
  /** An earlier rotation was cut off, and this one finished it instead of adding another key. */
  resumed: boolean;
  records: number;
}

const CHUNK = 500;
/** Kept answers to repeated requests are good for a day. */
const ANSWERS_LAST = "interval '24 hours'";

/** Adds a key, unless one was added whose rotation is not finished, and seals every record under the newest. */
export async function rotateKeys(input: RotateInput): Promise<Rotation> {
  return await withOwner(input.ownerUrl, async (client) => {
    const newest = input.secrets().keks.at(-1);
    const used = await inTransaction(client, () => epochsInUse(client));
    const resumed = used.some((epoch) => epoch !== newest?.epoch);
    if (!resumed) rotateKek(input.secrets().dir);
    return { ...(await sealAnew(client, input)), resumed };
  });
}

/** Finishes what a rotation left, then destroys every key but the newest. Returns the epochs destroyed. */
export async function destroyOldKeys(input: RotateInput): Promise<number[]> {
  return await withOwner(input.ownerUrl, async (client) => {
    const { epoch } = await sealAnew(client, input);
    const used = await inTransaction(client, () => epochsInUse(client));
    const { dir, keks } = input.secrets();
    const old = keks.map((kek) => kek.epoch).filter((kek) => kek !== epoch);
    const needed = old.filter((kek) => used.includes(kek));
    if (needed.length > 0) throw new Error(`Records are still sealed under epoch ${needed.join(', ')}.`);
    for (const kek of old) destroyKek(dir, kek);
    return old;
  });
}

async function sealAnew(client: pg.Client, input: RotateInput): Promise<Omit<Rotation, 'resumed'>> {
  const keys = vault(input.secrets());
  await inTransaction(client, () =>
    client.query(`delete from idempotency_key where created_at < now() - ${ANSWERS_LAST}`),
  );
  let rows = 0;
  let records = 0;
  for (const table of SEALED_TABLES) {
    let last: SealedRow | undefined;
    for (;;) {
      const limit = input.chunk ?? CHUNK;
      const page = await inTransaction(client, async () => {
        const found = await sealedPage(client, table, last, limit, true);
        records += await sealPage(client, keys, table, found);
        return found;
      });
      rows += page.length;
      last = page.at(-1);
      input.progress?.(rows);
      if (page.length < limit) break;
    }
  }
  // People without records, and imports without rejected rows.
  for (const table of KEY_TABLES) {
    await inTransaction(client, () =>
      client.query(`update ${table} set epoch = $1 where epoch <> $1`, [keys.currentEpoch]),
    );
  }
  return { epoch: keys.currentEpoch, records };
}

/** Writes the page's records that are under an older key, and with them which key their owners' next records get. */
async function sealPage(
  client: pg.ClientBase,
  keys: Vault,
  table: SealedTable,
  page: readonly SealedRow[],
): Promise<number> {
  let records = 0;
  const changed: SealedRow[] = [];
  for (const row of page) {
    const sealed = row.records.map((record, column) => {
      if (record === null || row.salt === null) return null;
      const anew = keys.rotate(addressOf(table, row, column), row.salt, record);
      if (anew !== null) records += 1;
      return anew ?? record;
    });
    if (sealed.some((record, column) => record !== row.records[column])) changed.push({ ...row, records: sealed });
  }
  if (changed.length === 0) return 0;
  const arrays = [
    uuidArray(changed.map((row) => row.client)),
    ...table.key.map((_, place) => textArray(changed.map((row) => row.key[place]))),
    ...table.columns.map((_, column) => byteaArray(changed.map((row) => row.records[column]))),
  ];
  const types = ['uuid', ...table.key.map(() => 'text'), ...table.columns.map(() => 'bytea')];
  const names = [
    'client',
    ...table.key.map((_, place) => `k${place}`),
    ...table.columns.map((_, column) => `r${column}`),
  ];
  await client.query(
    `update ${table.table} t set ${table.columns.map(({ name }, column) => `${name} = u.r${column}`)}
     from unnest(${types.map((type, place) => `$${place + 1}::${type}[]`)}) as u(${names})
     where t.client_id = u.client and ${table.key.map(([name, type], place) => `t.${name} = u.k${place}::${type}`).join(' and ')}`,
    arrays,
  );
  if (table.owner) {
    await client.query(
      `update ${table.owner.table} o set epoch = $1 from unnest($2::uuid[], $3::text[]) as u(client, id)
       where o.client_id = u.client and o.id = u.id::uuid and o.epoch <> $1`,
      [keys.currentEpoch, arrays[0], textArray(changed.map((row) => row.person))],
    );
  }
  return records;
}

async function withOwner<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'assay-rotate' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function inTransaction<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    await showEverything(client);
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

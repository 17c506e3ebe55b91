/** What stands in the stores of an installation whose server is down, past row-level security. Tests only. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as z from 'zod';
import { readConfig } from '../server/config.ts';
import { type AuditVerdict, verifyAuditLog } from '../server/platform/audit-log/verify.ts';
import { type ClickHouse, openClickHouse } from '../server/platform/clickhouse.ts';
import { openDatabase, openPool } from '../server/platform/db.ts';
import { openDataDir } from '../server/platform/engines/data-dir.ts';
import { SUPERUSER } from '../server/platform/engines/postgres-cluster.ts';
import { createLog } from '../server/platform/log.ts';
import { loadSecrets } from '../server/platform/secrets.ts';
import { openStores } from '../server/platform/stores.ts';

export interface StoreContents {
  /** Rows of PostgreSQL, as the superuser. */
  rows<T extends object>(query: string, values?: unknown[]): Promise<T[]>;
  clickhouse: ClickHouse;
  verifyAuditLog(): Promise<AuditVerdict>;
}

/** Opens the stores of a data directory without a server, lends them to `work`, and closes them. */
export async function withStores<T>(path: string, work: (contents: StoreContents) => Promise<T>): Promise<T> {
  const config = readConfig({ ASSAY_DATA: path });
  const dataDir = await openDataDir(path);
  const secrets = loadSecrets(dataDir.folders.secrets);
  const stores = await openStores(config, dataDir, secrets, createLog('silent'));
  const pool = openPool({
    url: superuserUrl(stores.ownerUrl, secrets.postgres.super),
    max: 2,
    applicationName: 'test',
  });
  const db = openDatabase(pool);
  const clickhouse = openClickHouse(stores.clickhouse);
  try {
    return await work({
      rows: async <Row extends object>(query: string, values: unknown[] = []) =>
        (await pool.query<Row>(query, values)).rows,
      clickhouse,
      verifyAuditLog: () =>
        verifyAuditLog(db, secrets.auditPublicKey, { headsFile: join(dataDir.path, 'audit-heads.ndjson') }),
    });
  } finally {
    await clickhouse.close();
    await db.destroy();
    await stores.stop();
    await dataDir.release();
  }
}

function superuserUrl(ownerUrl: string, password: string): string {
  const url = new URL(ownerUrl);
  url.username = SUPERUSER;
  url.password = encodeURIComponent(password);
  return url.href;
}

const Fact = z.object({ id: z.string(), fact: z.string() });

/** Holds every fact of ClickHouse against its record: the same leads, and the same said of each. */
export async function assertStoresAgree({ rows, clickhouse }: StoreContents): Promise<number> {
  const records = await rows<{ id: string; fact: string }>(`
    select id::text, concat_ws('|', client_id, ver, source, validation_status, conversion_status,
      (quality_score * 100)::int, array_to_string(flags, ','), coalesce(duplicate_of::text, ''),
      coalesce(revenue_minor::text, ''), (extract(epoch from created_at) * 1000)::bigint) as fact
    from lead order by id`);
  const reply = await clickhouse.query({
    query: `
      select toString(id) as id, concat(toString(client_id), '|', toString(ver), '|', source, '|', validation_status, '|',
        conversion_status, '|', toString(toInt32(round(quality_score * 100))), '|', arrayStringConcat(flags, ','), '|',
        ifNull(toString(duplicate_of), ''), '|', ifNull(toString(revenue_minor), ''), '|',
        toString(toUnixTimestamp64Milli(created_at))) as fact
      from lead_fact final where is_deleted = 0 order by toString(id)`,
    format: 'JSONEachRow',
  });
  const facts = z.array(Fact).parse(await reply.json());
  assert.equal(facts.length, records.length, 'ClickHouse and PostgreSQL hold the same number of leads');
  for (const [index, record] of records.entries()) assert.deepEqual(facts[index], record);
  return records.length;
}

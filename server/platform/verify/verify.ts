/** Verifies a whole installation, whether its server runs or not. */
import type { Config } from '../../config.ts';
import { openClickHouse } from '../clickhouse.ts';
import { openPool } from '../db.ts';
import type { DataDir } from '../engines/data-dir.ts';
import type { Installation } from '../installation.ts';
import type { Log } from '../log.ts';
import { migrateClickHouse } from '../migrate.ts';
import { createPull } from '../pull.ts';
import { openEngine, pullSourceOf } from '../stores.ts';
import { type RecordsVerdict, verifyRecords } from './records.ts';
import { askServer } from './routes.ts';
import { type StoresVerdict, verifyStores } from './stores.ts';

export interface Verdict extends RecordsVerdict {
  ok: boolean;
  stores: StoresVerdict;
}

/** Throws when something cannot be looked at; what is wrong with what was looked at stands in the verdict. */
export async function verifyInstallation(config: Config, installation: Installation, log: Log): Promise<Verdict> {
  const records = await verifyRecords(installation);
  const stores = installation.held
    ? await compareHere(config, installation, installation.held, log)
    : await askServer(serverUrl(config, installation), installation.secrets.sessionKey);
  const ok = records.audit_log.ok && records.sealed.ok && records.files.ok && stores.ok;
  return { ok, ...records, stores };
}

/** The lock names the public address where there is one; ours is on this machine. */
function serverUrl(config: Config, { serverUrl: address }: Installation): string {
  if (address === undefined) throw new Error('The server is starting. Try again in a moment.');
  const { hostname } = new URL(address);
  if (['127.0.0.1', 'localhost', '[::1]'].includes(hostname)) return address;
  return `http://127.0.0.1:${config.port}`;
}

/** Starts the engine, lets it pull what it has not, and compares. */
async function compareHere(
  config: Config,
  { ownerUrl, secrets }: Installation,
  dataDir: DataDir,
  log: Log,
): Promise<StoresVerdict> {
  const engine = await openEngine(config, dataDir, log);
  const clickhouse = openClickHouse(engine.options);
  const source = pullSourceOf(ownerUrl, secrets.postgres.sync);
  const address = new URL(ownerUrl);
  address.username = source.user;
  address.password = encodeURIComponent(source.password);
  const syncPool = openPool({ url: address.href, max: 1, applicationName: 'assay-verify-sync' });
  const pool = openPool({ url: ownerUrl, max: 1, applicationName: 'assay-verify' });
  try {
    await migrateClickHouse(clickhouse, { cluster: config.clickhouseCluster });
    const pull = createPull({ clickhouse, pool: syncPool, source, log });
    return await verifyStores({ pool, clickhouse, pull });
  } finally {
    await clickhouse.close();
    await pool.end();
    await syncPool.end();
    await engine.stop();
  }
}

/** Everything between a configuration and a listening server, in order; used by main, tests and the command line. */
import { join } from 'node:path';
import { createApp } from './app.ts';
import type { Config } from './config.ts';
import { readIpCountries } from './leads/ip-countries.ts';
import { openClickHouse } from './platform/clickhouse.ts';
import type { DnsResolver } from './platform/dns.ts';
import { systemResolver } from './platform/dns.ts';
import { openDataDir } from './platform/engines/data-dir.ts';
import { createLog } from './platform/log.ts';
import { migrateClickHouse, migratePostgres } from './platform/migrate.ts';
import { prepareQueue } from './platform/queue.ts';
import { loadSecrets } from './platform/secrets.ts';
import { createSetupToken } from './platform/setup-token.ts';
import { openStores } from './platform/stores.ts';

export interface StartOptions {
  webRoot?: string;
  /** Load the demo world unless it is there. */
  demo?: boolean;
  /** Tells the person who started the server something; never logged. */
  say: (line: string) => void;
  resolver?: DnsResolver;
}

export interface Server {
  url: string;
  stop(): Promise<void>;
}

/** Starts Assay. What was started is ended again when a later step fails. */
export async function startServer(config: Config, options: StartOptions): Promise<Server> {
  const log = createLog(config.logLevel);
  const ipCountries = await readIpCountries(config.ipCountryFiles);
  const dataDir = await openDataDir(config.dataDir);
  const undo: (() => Promise<void>)[] = [() => dataDir.release()];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const secrets = loadSecrets(dataDir.folders.secrets);
    const stores = await openStores(config, dataDir, secrets, log);
    undo.push(() => stores.stop());
    await Promise.all([
      migratePostgres(stores.ownerUrl, secrets.postgres).then(() => prepareQueue(stores.ownerUrl)),
      migrateEngine(config, stores.clickhouse),
    ]);
    const running = await createApp({
      config,
      stores,
      secrets,
      folders: dataDir.folders,
      headsFile: join(dataDir.path, 'audit-heads.ndjson'),
      log,
      resolver: options.resolver ?? systemResolver(),
      ...(ipCountries ? { ipCountries } : {}),
      ...(options.webRoot ? { webRoot: options.webRoot } : {}),
    });
    undo.push(() => running.stop());
    await running.app.listen({ host: config.host, port: config.port });
    const address = running.app.server.address();
    const port = typeof address === 'object' && address !== null ? address.port : config.port;
    const url = config.publicUrl ?? `http://${hostOf(config.host)}:${port}`;
    await dataDir.setAddress(url);
    options.say(`Assay is ready at ${url} (data in ${dataDir.path})`);
    if (await running.setupNeeded()) {
      const { token } = createSetupToken(secrets.dir, new Date());
      options.say(`Create the first account within 15 minutes: ${url}/setup#${token}`);
    }
    if (options.demo && (await running.loadDemo())) options.say('The demo world is being loaded; watch it fill.');
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function migrateEngine(config: Config, options: Parameters<typeof openClickHouse>[0]): Promise<void> {
  const clickhouse = openClickHouse(options);
  try {
    await migrateClickHouse(clickhouse, { cluster: config.clickhouseCluster });
  } finally {
    await clickhouse.close();
  }
}

/** A name rather than an address where there is one: browsers bind passkeys to names. */
function hostOf(host: string): string {
  if (['127.0.0.1', '::1', '0.0.0.0', '::'].includes(host)) return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

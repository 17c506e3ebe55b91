/** Installations in a PostgreSQL of their own, whose owner is no superuser; for tests of the commands only. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { sql } from 'kysely';
import pg from 'pg';
import { Registry } from 'prom-client';
import { demoLeads } from '../demo/leads.ts';
import { prepareBatch, rewriteLeads, storeBatch } from '../server/leads/batch.ts';
import { loadContext } from '../server/leads/context.ts';
import { takeIn } from '../server/leads/intake.ts';
import { append } from '../server/platform/audit-log/append.ts';
import { sealer } from '../server/platform/audit-log/seal.ts';
import { openBlobs } from '../server/platform/blobs/open.ts';
import { type Database, inScope, openDatabase, openPool, type Tx } from '../server/platform/db.ts';
import { once } from '../server/platform/idempotency.ts';
import type { Installation } from '../server/platform/installation.ts';
import { createLog } from '../server/platform/log.ts';
import { migratePostgres } from '../server/platform/migrate.ts';
import { loadSecrets } from '../server/platform/secrets.ts';
import { startTestCluster } from '../server/platform/testing.ts';
import { uuidv7 } from '../server/platform/uuid.ts';
import { vault } from '../server/platform/vault/vault.ts';

const OWNER = 'assay_migrate';
const PASSWORD = 'owner-of-a-test';

export interface TestGround {
  /** A folder that goes with the ground. */
  dir: string;
  /** An empty database of the owner; its address. */
  emptyDatabase(): Promise<string>;
  /** A migrated installation without data. */
  install(name: string): Promise<Installation>;
  close(): Promise<void>;
}

export async function testGround(): Promise<TestGround> {
  const cluster = await startTestCluster();
  const dir = await mkdtemp(join(tmpdir(), 'assay-cli-'));
  const superuser = new pg.Client({ connectionString: `${cluster.url}/postgres` });
  await superuser.connect();
  await superuser.query(`create role ${OWNER} login createrole password '${PASSWORD}'`);
  const host = cluster.url.replace(/^.*@/, '');

  async function emptyDatabase(): Promise<string> {
    const name = `test_${randomUUID().replaceAll('-', '')}`;
    await superuser.query(`create database ${name} owner ${OWNER}`);
    return `postgres://${OWNER}:${PASSWORD}@${host}/${name}`;
  }

  return {
    dir,
    emptyDatabase,
    async install(name) {
      const path = join(dir, name);
      const ownerUrl = await emptyDatabase();
      const secrets = loadSecrets(join(path, 'secrets'));
      await migratePostgres(ownerUrl, secrets.postgres);
      return {
        path,
        secrets,
        ownerUrl,
        blobs: { dir: join(path, 'blobs'), key: secrets.blobKey },
        headsFile: join(path, 'audit-heads.ndjson'),
        held: undefined,
        serverUrl: undefined,
        close: async () => {},
      };
    },
    async close() {
      await superuser.end();
      await cluster.stop();
      await rm(dir, { recursive: true });
    },
  };
}

/** What `furnish` put into an installation. */
export interface Furnished {
  clients: string[];
  blobs: { client: string; id: string }[];
}

/** Two clients with leads of the demo world, rejected rows, an idempotent answer, files, people and a sealed log. */
export async function furnish(installation: Installation, leadsPerClient: number): Promise<Furnished> {
  return await asServer(installation, async (db) => {
    const clients = [uuidv7(), uuidv7()];
    const made: Furnished = { clients, blobs: [] };
    const blobs = openBlobs(installation.blobs);
    await sql`insert into auth_user (id, name, email) values ('u1', 'Ada', 'ada@example.org')`.execute(db);
    for (const client of clients) {
      const blob = await blobs.put(client, Readable.from([Buffer.from(`email\n${client}@posteo.de\n`)]), {
        bytesMax: 1000,
      });
      made.blobs.push({ client, id: blob.id });
      await inScope(db, { clients: [client], installation: true }, async (tx) => {
        await sql`insert into client (id, name, currency, time_zone, country)
          values (${client}, 'Acme', 'EUR', 'Europe/Berlin', 'DE')`.execute(tx);
        await sql`insert into source (client_id, name, kind) values (${client}, 'Google', 'paid_search')`.execute(tx);
        await importLeads(tx, installation, client, blob.id, leadsPerClient);
        // A deleted lead leaves a tombstone behind.
        await sql`delete from lead where client_id = ${client} and id = (select max(id::text)::uuid from lead)`.execute(
          tx,
        );
      });
    }
    const seal = sealer({
      db,
      secrets: installation.secrets,
      headsFile: installation.headsFile,
      clock: () => new Date(),
      log: createLog('silent'),
      metrics: new Registry(),
    });
    await seal.sealNow();
    return made;
  });
}

async function importLeads(tx: Tx, installation: Installation, client: string, blobId: string, count: number) {
  const keys = vault(installation.secrets);
  const bench = {
    vault: keys,
    context: await loadContext(tx, client),
    ipCountries: undefined,
    now: Date.parse('2026-11-01T12:00:00Z'),
  };
  const importId = uuidv7();
  const salt = keys.newSalt();
  const sealed = (table: string, person: string) =>
    keys.seal({ table, client, person }, salt, keys.currentEpoch, Buffer.from('{"file_name":"leads.csv"}'));
  await sql`insert into import (client_id, id, file_bytes, blob_id, fingerprint, plan, salt, epoch, created_by)
    values (${client}, ${importId}, 10, ${blobId}, 'f', ${sealed('import', importId)}, ${salt},
      ${keys.currentEpoch}, 'u1')`.execute(tx);
  await sql`insert into import_mapping (client_id, fingerprint, salt, mapping)
    values (${client}, 'f', ${salt}, ${sealed('import_mapping', 'f')})`.execute(tx);
  const leads = [...demoLeads({ seed: 7, count, clientId: client })].map(({ client: _, ...lead }) => lead);
  const batch = prepareBatch(bench, leads, importId);
  const stored = await storeBatch(tx, bench, batch, { whole: true, actor: 'system:test', importId });
  const [changed] = stored.leads;
  if (changed) {
    const renamed = takeIn(bench, { ...changed.lead, name: 'Changed Since' }, changed);
    await rewriteLeads(tx, bench, [changed], [renamed], 'person:1', 'They asked for it.');
  }
  const address = { table: 'import_reject', client, person: importId };
  const detail = keys.seal(address, salt, keys.currentEpoch, Buffer.from('{"message":"bad","raw":"x"}'));
  await sql`insert into import_reject (client_id, import_id, row_number, field, reason, detail)
    values (${client}, ${importId}, 7, 'created_at', 'bad_date', ${detail})`.execute(tx);
  const request = { clientId: client, principal: 'key:1', key: 'k1', content: 'POST' };
  await once(tx, keys, request, async () => ({ status: 201, body: { id: importId } }));
  const actor = { kind: 'system', id: null } as const;
  for (let entry = 0; entry < 5; entry++) {
    await append(tx, { clientId: client, actor, action: 'lead.delivered', object: { type: 'import', id: importId } });
  }
}

/** Works on an installation as its server would, held by row-level security. */
export async function asServer<T>(installation: Installation, work: (db: Database) => Promise<T>): Promise<T> {
  const url = new URL(installation.ownerUrl);
  url.username = 'assay_app';
  url.password = installation.secrets.postgres.app;
  const db = openDatabase(openPool({ url: url.href, max: 2, applicationName: 'test' }));
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}

/** Works on an installation as somebody who owns its database and may see everything. */
export async function asOwner<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("select set_config('assay.installation', 'on', false)");
    await client.query(
      "select set_config('assay.clients', (select coalesce(string_agg(id::text, ','), '') from client), false)",
    );
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * How many sealed records a furnished installation holds: every lead's fields, the evidence of those with something to
 * tell, and at each of two clients a reason, a plan, a mapping, a rejected row and a kept answer.
 */
export async function sealedRecords(ownerUrl: string): Promise<number> {
  const { rows } = await asOwner(ownerUrl, (client) =>
    client.query<{ leads: string; told: string }>('select count(*) as leads, count(evidence) as told from lead'),
  );
  const { leads, told } = rows[0] ?? { leads: 0, told: 0 };
  if (Number(told) === 0) throw new Error('No furnished lead has evidence, so nothing of it would be tested.');
  return Number(leads) + Number(told) + 10;
}

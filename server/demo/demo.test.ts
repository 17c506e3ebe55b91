/** The demo world, brought by the job that brings it to people, and what the audit says of everything wrong in it. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { DemoLead } from '../../demo/compose.ts';
import { FAULTS_FILE, type FaultSummary } from '../../demo/faults.ts';
import { DEMO_NOW, DEMO_SEED } from '../../demo/leads.ts';
import { demoWorld, type PlantedFault } from '../../demo/world.ts';
import type { JobRow } from '../jobs/queries.ts';
import { openDependencies } from '../jobs/tools.ts';
import { createLog } from '../platform/log.ts';
import { openQueue, prepareQueue } from '../platform/queue.ts';
import { type TestDatabase, testDatabase } from '../platform/testing.ts';
import { createDemo, type DemoInput } from './create.ts';
import { bringLeads, runDemo } from './job.ts';

const WORLD = demoWorld({ seed: DEMO_SEED, now: DEMO_NOW });
const { faults: LISTED } = JSON.parse(readFileSync(FAULTS_FILE, 'utf8')) as { faults: FaultSummary[] };
/** Clients in which something was planted. */
const PLANTED_IN = new Set(LISTED.filter(({ kind }) => kind !== 'background').map(({ client }) => client));
/** Sources of the planted faults and of the leads they repeat: the clean twin is judged by these alone. */
const SOURCES = new Set(['TikTok', 'QuoteHarbor', 'LeadCrest', 'Google', 'LeadKontor']);

let folder: string;
let faulty: TestDatabase;
let clean: TestDatabase;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-demo-'));
  [faulty, clean] = await Promise.all([testDatabase(), testDatabase()]);
  // One after the other: each would keep the other's event loop from its connections.
  await bringWorld(faulty, runDemo);
  await bringWorld(clean, async (tools) => {
    const { key } = tools.job.input as unknown as DemoInput;
    const twin = demoWorld({ seed: DEMO_SEED, now: DEMO_NOW, clean: true, only: key });
    const someOf = function* (): Generator<DemoLead> {
      for (const lead of twin.leads()) if (SOURCES.has(lead.source)) yield lead;
    };
    return await bringLeads(tools, DEMO_NOW, { ...twin, leads: someOf });
  });
});

after(async () => {
  await Promise.all([faulty.close(), clean.close()]);
  await rm(folder, { recursive: true });
});

for (const listed of LISTED.filter(({ client }) => PLANTED_IN.has(client))) {
  test(`${listed.id} is found`, async () => {
    const fault = WORLD.faults.find(({ id }) => id === listed.id) as PlantedFault;
    const audits = await auditsOf(faulty, fault.external_ids);
    assert.equal(audits.length, listed.leads);
    const missed = audits.filter((audit) => !shows(fault, audit));
    if (!listed.id.startsWith('swapped_name')) return assert.deepEqual(missed, []);
    // The check speaks only where the other order is a thousand times likelier, and most names are too rare for that.
    assert.ok(missed.length < 0.9 * audits.length, `${missed.length} of ${audits.length} missed`);
  });
}

test('the clean twin shows none of the planted faults, but for what is in any list', async () => {
  for (const { id } of LISTED.filter(({ kind }) => kind !== 'background')) {
    const fault = WORLD.faults.find((each) => each.id === id) as PlantedFault;
    const audits = await auditsOf(clean, fault.external_ids);
    assert.equal(audits.length, fault.external_ids.length);
    const share = audits.filter((audit) => shows(fault, audit)).length / audits.length;
    assert.ok(share < 0.08, `${id}: ${share}`);
  }
});

test('a person sold twice is told from whom the first lead came', async () => {
  const fault = WORLD.faults.find(({ id }) => id === 'double-sold-leadcrest') as PlantedFault;
  const audits = new Map((await auditsOf(faulty, fault.external_ids)).map((audit) => [audit.external_id, audit]));
  const named = fault.external_ids.filter((id, index) => audits.get(id)?.earlier_id === fault.earlier_ids?.[index]);
  assert.ok(named.length > 0.95 * fault.external_ids.length, `${named.length} of ${fault.external_ids.length}`);
});

interface Audit {
  external_id: string;
  flags: string[];
  validation_status: string;
  earlier_id: string | null;
}

function shows(fault: PlantedFault, { flags, validation_status }: Audit): boolean {
  const every = fault.every_check.every((check) => flags.includes(check));
  const any = fault.any_check.length === 0 || fault.any_check.some((check) => flags.includes(check));
  return every && any && (fault.expected_status === undefined || fault.expected_status === validation_status);
}

async function auditsOf({ owner }: TestDatabase, externalIds: readonly string[]): Promise<Audit[]> {
  const { rows } = await owner.query<Audit>(
    `select lead.external_id, lead.flags, lead.validation_status, earlier.external_id as earlier_id
    from lead left join lead earlier on earlier.client_id = lead.client_id and earlier.id = lead.duplicate_of
    where lead.external_id = any($1)`,
    [externalIds],
  );
  return rows;
}

/** There is no engine in this test, so nothing is pulled. */
const NO_PULL = { fresh: async () => undefined };

/** Creates the demo's clients as the button does and works the jobs of those in which something was planted. */
async function bringWorld(database: TestDatabase, work: typeof runDemo): Promise<void> {
  await prepareQueue(database.ownerUrl);
  const queue = await openQueue(database.appUrl, createLog('silent'));
  const { db } = database;
  const jobs = await createDemo({ db, queue, clock: () => DEMO_NOW.getTime() }, { kind: 'system', id: null });
  await queue.stop();
  const deps = openDependencies({
    databaseUrl: database.appUrl,
    // A demo job asks the engine nothing.
    clickhouse: { url: 'http://127.0.0.1:9', user: '', password: '', database: '' },
    blobs: { dir: folder, key: randomBytes(32) },
    keys: { keks: [{ epoch: 1, key: randomBytes(32) }], indexKey: randomBytes(32) },
    dns: false,
    ipCountries: undefined,
    logLevel: 'silent',
  });
  const ours = jobs.filter((job: JobRow) => PLANTED_IN.has((job.input as unknown as DemoInput).key));
  for (const job of ours) await work({ job, db, scope: { clients: [job.client_id] }, deps, pull: NO_PULL });
  await deps.db.destroy();
  await deps.clickhouse.close();
}

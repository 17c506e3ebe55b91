/**
 * The server is killed without warning, again and again, at random moments: while it starts, imports, audits and takes
 * single leads. Whatever it acknowledged must be there exactly once, as if nothing had happened.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ImportRecord, ImportUpload } from '#contract/import.ts';
import type { LeadCreate } from '#contract/lead.ts';
import type { LeadDeliveryResult } from '#contract/lead-actions.ts';
import type { LeadPage } from '#contract/lead-list.ts';
import type { Job } from '#contract/workspace.ts';
import { seededRandom } from '../demo/random.ts';
import { setUp, startProcess, temporaryDataDir } from '../test/installation.ts';
import { begin, type KilledServer, liveAndDie } from '../test/killed-lives.ts';
import { type LeadFile, leadFile } from '../test/lead-files.ts';
import { type Ask, beacon, patientCaller } from '../test/moving-server.ts';
import { assertStoresAgree, type StoreContents, withStores } from '../test/store-contents.ts';

const KILLS = 30;
const ROWS = 2_200;
const LAST_ROWS = 100;
const LEADS = '/api/v1/marketing/leads';

test(`killed ${KILLS} times: everything acknowledged is there once, and the result is that of an undisturbed run`, {
  timeout: 1_200_000,
}, async (context) => {
  const seed = Date.now();
  context.diagnostic(`seed ${seed}`);
  const { path, remove } = await temporaryDataDir();
  const server = await startProcess(path).ready;
  const state: State = { seed, now: yesterday(), server, killsLeft: KILLS, work: 'nothing', step: 0 };
  const address = beacon(server.url);
  const under: Promise<unknown>[] = [];
  try {
    const account = await setUp(server);
    const [disturbed, quiet] = [await account.client('Disturbed'), await account.client('Quiet')];
    const ask = patientCaller(address, await account.key([disturbed, quiet]));
    const singles = sendSingles(ask, disturbed, state);
    const working = workThroughFiles(ask, disturbed, state);
    const killing = liveAndDie(path, state, address);
    under.push(singles, working, killing);
    const [lives, imported, sent] = await Promise.all([killing, working, singles]);
    context.diagnostic(
      `${imported.length} files, ${sent.length} single leads, killed during ${JSON.stringify(lives.killedDuring)}`,
    );
    context.diagnostic(`restarts in ms: ${lives.startMs.map(Math.round).join(' ')}`);

    assert.ok(imported.length >= 2, 'the kills leave time for at least two imports');
    assert.ok(lives.killedDuring.import >= 3 && lives.killedDuring.audit >= 1, JSON.stringify(lives.killedDuring));
    for (const [index, file] of imported.entries()) assert.deepEqual(file.summary, file.file.summary, `file ${index}`);
    await assertJobsEnded(ask, disturbed);

    for (const { file } of imported) await importFile(ask, quiet, file);
    for (let first = 0; first < sent.length; first += 500) {
      const body = sent.slice(first, first + 500).map(({ lead }) => ({ ...lead, client_id: quiet }));
      await ask(LEADS, { body, wanted: [201] });
    }
    // A last file each: an import ends by sweeping the client's history, and what a sweep finds depends on all leads.
    const last = leadFile({ seed: state.seed - 1, rows: LAST_ROWS, now: state.now });
    for (const client of [disturbed, quiet]) await importFile(ask, client, last);
    // Then a search for duplicates each, which compares what came in files, and sweeps again: who repeats whom says how
    // many people came from an address.
    for (const client of [disturbed, quiet]) {
      await assertJobsEnded(ask, client);
      const { job } = await ask<{ job: Job }>('/api/v1/marketing/duplicates/search', {
        body: { client_id: client },
        wanted: [202],
      });
      await ended(ask, job.id);
      await assertJobsEnded(ask, client);
    }
    const files = [...imported.map(({ file }) => file), last];
    const expected = files.reduce((sum, { summary }) => sum + summary.stored, 0) + sent.length;
    for (const client of [disturbed, quiet]) {
      assert.equal((await ask<LeadPage>(`${LEADS}?client_id=${client}&limit=1`)).total, expected);
    }
    assert.deepEqual(await state.server.end('SIGTERM'), { code: 0, signal: null });
    await withStores(path, async (contents) => {
      await assertSinglesThere(contents, disturbed, sent);
      await assertSameResults(contents, disturbed, quiet);
      assert.equal(await deliveredBy(contents, disturbed), expected, 'the audit log counts every lead once');
      assert.equal(await assertStoresAgree(contents), 2 * expected);
      const { ok, faults, unsealed } = await contents.verifyAuditLog();
      assert.deepEqual({ ok, faults, unsealed }, { ok: true, faults: [], unsealed: 0 });
    });
  } catch (error) {
    context.diagnostic(state.server.printed());
    throw error;
  } finally {
    state.killsLeft = 0;
    address.giveUp();
    await Promise.allSettled(under);
    await state.server.end('SIGTERM');
    await remove();
  }
});

interface State extends KilledServer {
  /** The end of the twelve months that the leads are of. */
  now: Date;
}

/** Imports file after file and audits everything after each, until nobody kills any more. */
async function workThroughFiles(ask: Ask, clientId: string, state: State) {
  const done: { file: LeadFile; summary: Omit<ImportRecord['summary'], 'by_reason'> }[] = [];
  while (done.length === 0 || state.killsLeft > 0) {
    const file = leadFile({ seed: state.seed + done.length, rows: ROWS, now: state.now });
    begin(state, 'import');
    done.push({ file, summary: await importFile(ask, clientId, file) });
    begin(state, 'audit');
    const { job } = await ask<{ job: Job }>(`${LEADS}/audit`, {
      body: { client_id: clientId, filter: {} },
      wanted: [202],
    });
    await ended(ask, job.id);
  }
  begin(state, 'nothing');
  return done;
}

async function importFile(ask: Ask, clientId: string, file: LeadFile) {
  const upload = await ask<ImportUpload>(`/api/v1/imports/uploads?client_id=${clientId}`, {
    body: file.content,
    headers: { 'x-file-name': 'leads.csv' },
    wanted: [201],
  });
  const { shape, mapping } = upload.preview;
  // 409: an earlier life has started it and died before it could say so.
  await ask('/api/v1/imports', {
    body: { client_id: clientId, upload_id: upload.upload_id, shape, mapping },
    wanted: [202, 409],
  });
  const started = await ask<ImportRecord>(`/api/v1/imports/${upload.upload_id}`);
  await ended(ask, started.job.id);
  const { summary } = await ask<ImportRecord>(`/api/v1/imports/${upload.upload_id}`);
  const { by_reason: _, ...counts } = summary;
  assert.equal(counts.read, counts.stored + counts.updated + counts.rejected);
  return counts;
}

async function ended(ask: Ask, jobId: string): Promise<void> {
  for (;;) {
    const job = await ask<Job>(`/api/v1/jobs/${jobId}`);
    if (job.state === 'completed') return;
    assert.ok(['queued', 'running'].includes(job.state), JSON.stringify(job));
    await sleep(100);
  }
}

/** Every job that any life acknowledged has come to its end. */
async function assertJobsEnded(ask: Ask, clientId: string): Promise<void> {
  const { jobs } = await ask<{ jobs: Job[] }>(`/api/v1/jobs?client_id=${clientId}`);
  for (const { id } of jobs) await ended(ask, id);
}

interface Single {
  lead: LeadCreate;
  id: string;
}

/** Sends lead after lead, each under an idempotency key; now and then one again that was acknowledged long ago. */
async function sendSingles(ask: Ask, clientId: string, state: State): Promise<Single[]> {
  const random = seededRandom(`${state.seed}/singles`);
  const people = leadFile({ seed: state.seed, rows: ROWS, now: state.now }).emails;
  const sent: Single[] = [];
  const send = async (number: number, lead: LeadCreate) => {
    const answer = await ask<LeadDeliveryResult>(LEADS, {
      body: lead,
      headers: { 'idempotency-key': `single-${number}` },
      wanted: [201],
    });
    return answer.leads[0]?.id ?? '';
  };
  while (state.killsLeft > 0) {
    const number = sent.length;
    // Every third is somebody who stands in the first file too.
    const email = number % 3 === 0 ? people[number % people.length] : `single.${number}@northwind.example`;
    const lead: LeadCreate = {
      client_id: clientId,
      email,
      name: 'Grace Hopper',
      source: 'Google',
      source_details: { keyword: `single-${number}` },
      created_at: new Date(state.now.getTime() + number * 1000).toISOString(),
    };
    sent.push({ lead, id: await send(number, lead) });
    const earlier = Math.floor(random.unit() * sent.length);
    const again = sent[earlier];
    if (again && number % 10 === 0) assert.equal(await send(earlier, again.lead), again.id);
    await sleep(40);
  }
  return sent;
}

async function assertSinglesThere({ rows }: StoreContents, clientId: string, sent: Single[]): Promise<void> {
  const stored = await rows<{ id: string; keyword: string }>(
    "select id, keyword from lead where client_id = $1 and keyword like 'single-%' order by created_at",
    [clientId],
  );
  const acknowledged = sent.map(({ lead, id }) => ({ id, keyword: lead.source_details?.keyword ?? '' }));
  assert.deepEqual(stored, acknowledged);
}

interface Result {
  lead: string;
  flags: string[];
  outcomes: string;
  checks: string[];
}

/**
 * The two checks that depend on more than the leads: the search for duplicates learns its weights from pairs it draws by
 * their place among the ids, which are made anew in each life, so a pair near a line may fall on either side of it.
 */
const OF_LINKAGE = new Set(['X02_PROB_DUP', 'X03_HOUSEHOLD']);

/**
 * Two clients with the same leads must give the same: of every lead what was delivered, the outcomes of all checks but
 * those of the linkage, those of history among them, and of every lead about which the linkage says nothing in either,
 * its score and status too.
 */
async function assertSameResults(contents: StoreContents, one: string, other: string): Promise<void> {
  const [left, right] = [await resultsOf(contents, one), await resultsOf(contents, other)];
  const linked = new Set(
    [...left, ...right].filter(({ flags }) => flags.some((id) => OF_LINKAGE.has(id))).map(({ lead }) => lead),
  );
  const comparable = (results: Result[]) =>
    results.map(({ lead, flags, outcomes, checks, ...verdict }) => ({
      lead,
      flags: flags.filter((id) => !OF_LINKAGE.has(id)),
      outcomes: checks.map((id, place) => (OF_LINKAGE.has(id) ? '-' : outcomes[place])).join(''),
      ...(linked.has(lead) ? {} : verdict),
    }));
  assert.ok(linked.size < left.length / 2, `the linkage says something of ${linked.size} of ${left.length}`);
  assert.deepEqual(comparable(left), comparable(right));
}

/** What the audit found of each lead, by what names it outside. */
async function resultsOf({ rows }: StoreContents, clientId: string): Promise<Result[]> {
  return await rows<Result>(
    `select coalesce(lead.external_id, lead.keyword) as lead, lead.quality_score, lead.completeness, lead.flags,
      lead.outcomes, catalogue.checks, lead.ledger, lead.validation_status, lead.conversion_status, lead.created_at,
      coalesce(earlier.external_id, earlier.keyword) as duplicate_of
    from lead join check_catalogue catalogue on catalogue.version = lead.catalogue_version
    left join lead earlier on earlier.client_id = lead.client_id and earlier.id = lead.duplicate_of
      and 'X01_EXACT_DUP' = any(lead.flags)
    where lead.client_id = $1 order by 1`,
    [clientId],
  );
}

async function deliveredBy({ rows }: StoreContents, clientId: string): Promise<number> {
  const [sum] = await rows<{ stored: number }>(
    `select sum((detail->>'stored')::int)::int as stored from audit_entry
    where client_id = $1 and action = 'lead.delivered'`,
    [clientId],
  );
  return sum?.stored ?? 0;
}

/** So that no lead is of the future. */
const yesterday = () => new Date(Date.now() - 86_400_000);

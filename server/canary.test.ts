/** A value that names a person goes in by every way there is, and is then looked for in all that the server wrote. */
import assert from 'node:assert/strict';
import { randomBytes, randomInt } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { ImportRecord, ImportUpload } from '#contract/import.ts';
import type { LeadDeliveryResult } from '#contract/lead-actions.ts';
import type { LeadPage } from '#contract/lead-list.ts';
import type { Job } from '#contract/workspace.ts';
import { findForms, findInFiles, formsOf } from '../test/find-text.ts';
import { answerOf, setUp, startProcess, temporaryDataDir } from '../test/installation.ts';
import { type StoreContents, withStores } from '../test/store-contents.ts';

const LEADS = '/api/v1/marketing/leads';
/** Letters first, so that no part of it is a number. */
const MARK = `zqk${randomBytes(6).toString('hex')}`;
/** German mobile number; its last ten digits are looked for. */
const DIGITS = `512${randomInt(1_000_000, 9_999_999)}`;
const PHONE = `+491${DIGITS}`;
/** Sources stand in clear: where this one is found, the canary would have been found too. */
const IN_CLEAR = `zqs${randomBytes(6).toString('hex')}`;

test('what names a person is nowhere on disk and in no log, whatever way it came in', {
  timeout: 600_000,
}, async () => {
  const { path, remove } = await temporaryDataDir();
  try {
    const server = await startProcess(path, { logLevel: 'debug' }).ready;
    try {
      await plant(server.url, await setUp(server));
    } finally {
      await server.end('SIGTERM');
    }
    const secret = [...formsOf(MARK), ...formsOf(DIGITS)];
    const log = server.printed();
    assert.match(log, /"route":"\/api\/v1\/marketing\/leads\/search"/, 'requests are logged');
    assert.deepEqual(findForms(Buffer.from(log), secret), [], 'printed');

    const control = await findInFiles(path, formsOf(IN_CLEAR));
    assert.ok(
      control.found.some((hit) => hit.includes('/base/')),
      'a value in clear is found in a table',
    );
    assert.ok(
      control.found.some((hit) => hit.includes('/pg_wal/')),
      'a value in clear is found in the write-ahead log',
    );
    const { found, bytes } = await findInFiles(path, secret);
    assert.ok(bytes > 20_000_000, `only ${bytes} bytes were looked at`);
    assert.deepEqual(found, []);

    // Tables may be compressed on disk, so they are read as the stores give them out, too.
    await withStores(path, async (contents) => {
      for (const [name, text] of [...(await postgresTables(contents)), ...(await engineTables(contents))]) {
        assert.deepEqual(findForms(Buffer.from(text), secret), [], name);
      }
    });
  } finally {
    await remove();
  }
});

type Account = Awaited<ReturnType<typeof setUp>>;

async function plant(url: string, account: Account): Promise<void> {
  const client = await account.client('Acme');
  const authorization = `Bearer ${await account.key([client])}`;
  const ask = async (path: string, body?: unknown, headers: Record<string, string> = {}, method = 'POST') =>
    await fetch(`${url}${path}`, {
      method: body === undefined && method === 'POST' ? 'GET' : method,
      headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  const lead = leadOf(client);
  const once = { 'idempotency-key': `${MARK}|${lead.email}` };
  const { leads } = await answerOf<LeadDeliveryResult>(await ask(LEADS, lead, once), 201);
  await answerOf(await ask(LEADS, lead, once), 201);
  await answerOf(await ask(LEADS, [{ ...lead, name: undefined, given_name: MARK, family_name: `${MARK}son` }]), 200);
  const id = leads[0]?.id ?? '';

  // Refused: by a value, by its form, by its address, by what it is sent to.
  await answerOf(await ask(LEADS, { ...lead, revenue: -1 }), 422);
  await answerOf(await ask(LEADS, { ...lead, email: undefined, phone: undefined, source: MARK.repeat(50) }), 422);
  await answerOf(await ask(LEADS, `{"email":"${MARK}@example.org",`), 400);
  await answerOf(await ask(LEADS, { ...lead, message: `${MARK}\u0000` }), 200, 422);
  await answerOf(await ask(LEADS, lead, { 'idempotency-key': MARK }), 200);
  await answerOf(await ask(LEADS, { ...lead, name: 'Another' }, { 'idempotency-key': MARK }), 422);
  await answerOf(await ask(`/api/v1/${MARK}`), 404);
  await answerOf(await ask(`${LEADS}/${MARK}`), 422);

  await answerOf(await ask(`${LEADS}/validate`, lead), 200);
  for (const text of [lead.email, MARK, `${MARK} works`, PHONE, `0${PHONE.slice(3)}`, `${MARK}%' or 1=1 --`]) {
    await answerOf<LeadPage>(await ask(`${LEADS}/search`, { text, filter: { client_id: client } }), 200);
  }
  assert.ok((await answerOf<LeadPage>(await ask(`${LEADS}/search`, { text: MARK }), 200)).total > 0, 'search finds it');
  const change = { name: `${MARK} Changed`, company: `${MARK} Ltd`, email: `new.${MARK}@example.org`, reason: MARK };
  await answerOf(await ask(`${LEADS}/${id}`, change, {}, 'PATCH'), 200);
  const moved = { client_id: client, ids: [id], conversion_status: 'contacted', reason: `${MARK} called` };
  await answerOf(await ask(`${LEADS}/status`, moved), 200);
  await answerOf(await ask(`${LEADS}/audit`, { client_id: client, ids: [id] }), 200);
  const history = await (await ask(`${LEADS}/${id}/history`)).text();
  assert.ok(history.includes(`${MARK} called`), 'the reason is kept, sealed');
  for (const part of ['', '/audit', '/duplicates']) await answerOf(await ask(`${LEADS}/${id}${part}`), 200);
  assert.ok((await (await ask(`${LEADS}/${id}/reveal`, {})).text()).includes(MARK), 'it is kept, sealed');

  await importFiles(ask, client);
  const search = await ask('/api/v1/marketing/duplicates/search', { client_id: client });
  const linked = await ended(ask, (await answerOf<{ job: Job }>(search, 202)).job.id);
  assert.ok(Number(linked.result?.leads) > 2, JSON.stringify(linked));
  for (const format of ['csv', 'ndjson', 'parquet', 'xlsx']) await download(ask, client, format);
  await sleep(1_500);
}

type Ask = (path: string, body?: unknown, headers?: Record<string, string>, method?: string) => Promise<Response>;

function leadOf(client: string) {
  return {
    client_id: client,
    external_id: 'planted',
    email: `${MARK}@example.org`,
    name: `Anna ${MARK}`,
    phone: PHONE,
    company: `${MARK} Works`,
    message: `Please call ${MARK}`,
    source: IN_CLEAR,
    source_details: {
      landing_page: `https://example.org/?email=${MARK}`,
      referrer: `https://example.org/path?name=${MARK}#${MARK}`,
      gclid: MARK,
    },
    address: { street: `${MARK} street 1`, city: `${MARK} city`, postal_code: '10115', country: 'DE' },
    device: { ip: '198.51.100.7', user_agent: `Mozilla/5.0 ${MARK}`, device_id: MARK },
    form: { form_id: MARK, honeypot: MARK },
    consent: { text_version: MARK },
    custom: { note: `${MARK} note` },
  };
}

async function importFiles(ask: Ask, client: string): Promise<void> {
  const upload = async (content: string | Buffer, wanted: number, name = 'leads.csv') => {
    const headers = { 'content-type': 'application/octet-stream', 'x-file-name': name };
    const path = `/api/v1/imports/uploads?client_id=${client}`;
    return await answerOf<ImportUpload>(await ask(path, content.toString('latin1'), headers), wanted);
  };
  const run = async ({ upload_id, preview: { shape, mapping } }: ImportUpload) => {
    const started = await ask('/api/v1/imports', { client_id: client, upload_id, shape, mapping });
    const { id, job } = await answerOf<ImportRecord>(started, 202);
    await ended(ask, job.id);
    return await answerOf<ImportRecord>(await ask(`/api/v1/imports/${id}`), 200);
  };
  const fields = 'email,name,phone,company,message,source,revenue,created at,landing page,shelf';
  const row = (cells: Partial<Record<'email' | 'revenue' | 'created', string>>) =>
    `${cells.email ?? `${MARK}@example.org`},Ben ${MARK},${PHONE},${MARK} AG,"Hi, ${MARK}",${IN_CLEAR},` +
    `${cells.revenue ?? '10'},${cells.created ?? '2026-02-03'},https://example.org/?e=${MARK},${MARK}\n`;
  const header = `${fields} ${MARK}\n`;
  const bad = [
    row({ revenue: `-5 ${MARK}` }),
    row({ created: `${MARK} 31.31.2026` }),
    row({}).replace('\n', `,${MARK}\n`),
    row({}).replace('\n', `${'x'.repeat(6000)}\n`),
  ];
  const file = header + row({}) + bad.join('') + row({ email: `b${MARK}@example.org` });
  const done = await run(await upload(file, 201, `${MARK}.csv`));
  assert.equal(done.file_name, `${MARK}.csv`);
  assert.ok(done.summary.stored >= 2 && done.summary.rejected >= 3, JSON.stringify(done.summary));
  const rejects = await (await ask(`/api/v1/imports/${done.id}/rejects`)).text();
  assert.ok(rejects.includes(`shelf ${MARK}`), 'rejected rows name the column and quote the file');

  // Files whose first row is taken for a header though it names somebody; one is imported so, and remembered.
  await upload(`Dear Sir,\n${MARK} wants a call back\nsoon\n`, 201);
  await upload(`Anna ${MARK}\nBen ${MARK}son\n`, 201);
  await run(await upload(`Anna ${MARK},e-mail\nBen ${MARK}son,d${MARK}@example.org\n`, 201));
  // A file whose first row is no header, and files that are no tables at all.
  await run(await upload(row({}) + row({ email: `c${MARK}@example.org` }), 201));
  await upload(
    Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.from(` ${MARK} `.repeat(5000)), randomBytes(99)]),
    422,
  );
  await upload(Buffer.concat([Buffer.from('\u0089PNG\r\n\u001a\n\0\0'), Buffer.from(MARK), Buffer.alloc(99)]), 422);
}

async function ended(ask: Ask, id: string): Promise<Job> {
  for (;;) {
    const job = await answerOf<Job>(await ask(`/api/v1/jobs/${id}`), 200);
    if (job.finished_at !== null) {
      assert.equal(job.state, 'completed', job.error ?? '');
      return job;
    }
    await sleep(100);
  }
}

async function download(ask: Ask, client: string, format: string): Promise<void> {
  const { job } = await answerOf<{ job: Job }>(await ask(`${LEADS}/export`, { client_id: client, format }), 202);
  await ended(ask, job.id);
  const file = Buffer.from(await (await ask(`/api/v1/jobs/${job.id}/file`)).arrayBuffer());
  if (format === 'csv') assert.ok(file.includes(MARK), 'the export holds it');
}

/** Every table of PostgreSQL as text, the planner's samples among them. */
async function postgresTables({ rows }: StoreContents): Promise<[string, string][]> {
  const names = await rows<{ name: string }>(`select oid::regclass::text as name from pg_class
    where relkind in ('r', 'm') and (relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
      or relname in ('pg_statistic', 'pg_description', 'pg_largeobject'))`);
  const tables: [string, string][] = [];
  for (const { name } of names) {
    const found = await rows<{ text: string }>(`select t::text as text from ${name} t`);
    tables.push([name, found.map(({ text }) => text).join('\n')]);
  }
  assert.ok((tables.find(([name]) => name === 'lead')?.[1] ?? '').includes(IN_CLEAR));
  return tables;
}

const Name = z.object({ name: z.string() });

/** Every table of the engine as text. */
async function engineTables({ clickhouse }: StoreContents): Promise<[string, string][]> {
  const query = `select concat(database, '.', name) as name from system.tables
    where (database not in ('system', 'INFORMATION_SCHEMA', 'information_schema') or name like '%\\_log') and engine not like '%View'`;
  const names = z.array(Name).parse(await (await clickhouse.query({ query, format: 'JSONEachRow' })).json());
  const tables: [string, string][] = [];
  for (const { name } of names) {
    const result = await clickhouse.query({ query: `select * from ${name}`, format: 'JSONEachRow' });
    tables.push([name, await result.text()]);
  }
  assert.ok(tables.some(([, text]) => text.includes(IN_CLEAR)));
  return tables;
}

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parse } from 'csv-parse/sync';
import type { AuditLogEntry, AuditLogPage } from '#contract/people.ts';
import { append } from '../platform/audit-log/append.ts';
import { inScope } from '../platform/db.ts';
import {
  addClient,
  addPerson,
  type Browser,
  browser,
  expectStatus,
  type PeopleWorld,
  peopleWorld,
  setUpOwner,
} from './testing.ts';

let world: PeopleWorld;
let owner: Browser;
let officer: Browser;
let acme: string;
let beta: string;
before(async () => {
  world = await peopleWorld();
  owner = await setUpOwner(world);
  acme = await addClient(owner, 'Acme');
  beta = await addClient(owner, 'Beta');
  const roles = [{ client_id: acme, role: 'privacy_officer' }];
  officer = (await addPerson(world, owner, 'officer@example.com', { roles })).browser;
  await inScope(world.database.db, { clients: [acme, beta] }, async (tx) => {
    for (let i = 0; i < 25; i++) {
      await append(tx, {
        clientId: i % 2 === 0 ? acme : beta,
        actor: { kind: 'system', id: null },
        action: 'lead.revealed',
        object: { type: 'lead', id: `=lead(${i})` },
      });
    }
  });
});
after(() => world.close());

const read = async (who: Browser, query: string) => {
  const response = await who.get(`/api/v1/audit-log?${query}`);
  expectStatus(response, 200);
  return response.json<AuditLogPage>();
};

/** All entries of a query, page by page. */
async function readAll(who: Browser, query: string): Promise<AuditLogEntry[]> {
  const entries: AuditLogEntry[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: AuditLogPage = await read(who, cursor === '' ? query : `${query}&cursor=${cursor}`);
    entries.push(...page.entries);
    cursor = page.next_cursor;
  }
  return entries;
}

test('pages go through every entry once, newest first, also those of one instant', async () => {
  const { rows } = await world.database.owner.query<{ id: string }>(
    'select id from audit_entry order by at desc, id desc',
  );
  const entries = await readAll(owner, 'limit=4');
  assert.deepEqual(
    entries.map((entry) => entry.id),
    rows.map((row) => row.id),
  );
});

test('filters narrow by actor, action, object, client and time', async () => {
  const ownerId = (await owner.get('/api/v1/me')).json<{ person: { id: string } }>().person.id;
  const byOwner = await readAll(owner, `actor=person:${ownerId}`);
  assert.ok(byOwner.length > 0 && byOwner.every((entry) => entry.actor === `person:${ownerId}`));
  assert.ok(byOwner.every((entry) => entry.actor_label === 'Ada'));
  assert.equal((await readAll(owner, 'action=lead.*')).length, 25);
  assert.equal((await readAll(owner, 'action=lead')).length, 0);
  assert.equal((await readAll(owner, `action=lead.revealed&client_id=${beta}`)).length, 12);
  assert.equal((await readAll(owner, `object_type=lead&object_id=${encodeURIComponent('=lead(3)')}`)).length, 1);
  assert.equal((await readAll(owner, 'to=2020-01-01T00:00:00Z')).length, 0);
  assert.equal((await readAll(owner, 'action=lead.*&from=2020-01-01T00:00:00Z')).length, 25);
});

test('who may read one client reads its entries only, and who may not reads none', async () => {
  const entries = await readAll(officer, 'limit=5');
  assert.ok(entries.length >= 13 && entries.every((entry) => entry.client_id === acme));
  expectStatus(await officer.get(`/api/v1/audit-log?client_id=${beta}`), 404);
  const roles = [{ client_id: acme, role: 'analyst' }];
  const analyst = await addPerson(world, owner, 'analyst@example.com', { roles });
  expectStatus(await analyst.browser.get('/api/v1/audit-log'), 403);
  expectStatus(await analyst.browser.post('/api/v1/audit-log/export', { format: 'csv' }), 403);
  expectStatus(await browser(world).get('/api/v1/audit-log'), 401);
});

test('a made-up cursor is refused', async () => {
  for (const text of ['', 'x', "2026-01-01 00:00:00+00|' or true", '2026-99-99 00:00:00+00|', '|']) {
    const id = text.endsWith('|') ? '01a2049b-0c00-7000-94ce-473298f97b73' : '';
    const cursor = Buffer.from(text + id).toString('base64url');
    expectStatus(await owner.get(`/api/v1/audit-log?cursor=${cursor}`), 422);
  }
});

test('exports hold the same entries as the pages; formulas are inert; exporting is an entry', async () => {
  const wanted = (await readAll(owner, 'action=lead.*')).map((entry) => entry.id);
  const asNdjson = await owner.post('/api/v1/audit-log/export', { format: 'ndjson', action: 'lead.*' });
  expectStatus(asNdjson, 200);
  const lines = asNdjson.body.trimEnd().split('\n');
  assert.deepEqual(
    lines.map((line) => (JSON.parse(line) as AuditLogEntry).id),
    wanted,
  );
  const asCsv = await owner.post('/api/v1/audit-log/export', { format: 'csv', action: 'lead.*' });
  assert.match(String(asCsv.headers['content-type']), /^text\/csv/);
  const records = parse(asCsv.body, { columns: true }) as Record<string, string>[];
  assert.deepEqual(
    records.map((record) => record.id),
    wanted,
  );
  assert.ok(records.every((record) => record.object_id?.startsWith("'=lead(")));
  assert.equal((await readAll(owner, 'action=audit_log.exported')).length, 2);
});

test('views are kept per person, shared ones are seen by all at the client, and only their makers delete them', async () => {
  const view = { client_id: acme, name: 'Bad phones', page: 'leads', query: { flag: 'phone.invalid' } };
  const own = await officer.post('/api/v1/views', view);
  expectStatus(own, 201);
  const shared = await owner.post('/api/v1/views', { ...view, name: 'Shared', shared: true });
  expectStatus(await officer.post('/api/v1/views', { ...view, client_id: beta }), 404);
  const names = async (who: Browser) =>
    (await who.get('/api/v1/views?page=leads')).json<{ views: { name: string; own: boolean }[] }>().views;
  assert.deepEqual(
    (await names(officer)).map(({ name, own }) => [name, own]),
    [
      ['Bad phones', true],
      ['Shared', false],
    ],
  );
  assert.deepEqual(
    (await names(owner)).map(({ name }) => name),
    ['Shared'],
  );
  expectStatus(await owner.delete(`/api/v1/views/${own.json().id}`), 404);
  expectStatus(await officer.delete(`/api/v1/views/${shared.json().id}`), 403);
  expectStatus(await officer.delete(`/api/v1/views/${own.json().id}`), 204);
});

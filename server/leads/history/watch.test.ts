import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LeadCreate } from '#contract/lead.ts';
import type { LeadPage } from '#contract/lead-list.ts';
import { answerOf, setUp, startProcess, temporaryDataDir } from '../../../test/installation.ts';
import { insertJob, type JobKind } from '../../jobs/queries.ts';
import { inScope } from '../../platform/db.ts';
import { testDatabase } from '../../platform/testing.ts';
import { uuidv7 } from '../../platform/uuid.ts';
import { clientsAtRest } from './watch.ts';

const LEADS = '/api/v1/marketing/leads';

test('leads that come one by one are swept by themselves: a device that sends many people is found', async () => {
  const data = await temporaryDataDir();
  const server = await startProcess(data.path).ready;
  try {
    const account = await setUp(server);
    const client_id = await account.client('Acme');
    const authorization = `Bearer ${await account.key([client_id])}`;
    for (const [index, name] of ['Anna Berg', 'Ruth Adler', 'Mara Klein'].entries()) {
      const lead: LeadCreate = {
        client_id,
        email: `${name.toLowerCase().replace(' ', '.')}@posteo.de`,
        name,
        source: 'Web',
        created_at: new Date(Date.now() - (5 - index) * 90_000).toISOString(),
        device: { device_id: 'one and the same', ip: `90.${index}.7.1` },
      };
      const headers = { authorization, 'content-type': 'application/json' };
      await answerOf(await fetch(server.url + LEADS, { method: 'POST', headers, body: JSON.stringify(lead) }), 201);
    }
    const flagged = async (): Promise<number> => {
      const query = `client_id=${client_id}&flags=B07_DEVICE_VELOCITY&limit=1`;
      const response = await fetch(`${server.url}${LEADS}?${query}`, { headers: { authorization } });
      return (await answerOf<LeadPage>(response, 200)).total;
    };
    for (const deadline = Date.now() + 90_000; (await flagged()) < 3 && Date.now() < deadline; ) await sleep(250);
    assert.equal(await flagged(), 3, server.printed());
  } finally {
    await server.end('SIGTERM');
    await data.remove();
  }
});

test('a client is left alone while a job is open that will sweep it', async () => {
  const database = await testDatabase();
  const { db, owner } = database;
  try {
    const clients = new Map<JobKind | 'no job', string>();
    for (const kind of ['no job', 'import', 'linkage', 'export'] as const) {
      const clientId = uuidv7();
      clients.set(kind, clientId);
      await owner.query("insert into client (id, name, currency, time_zone) values ($1, 'Acme', 'EUR', 'UTC')", [
        clientId,
      ]);
      if (kind === 'no job') continue;
      const job = { clientId, kind, title: kind, input: {}, createdBy: 'system' };
      await inScope(db, { clients: [clientId] }, (tx) => insertJob(tx, job));
    }
    assert.deepEqual(
      new Set(await clientsAtRest(db)),
      new Set([clients.get('no job'), clients.get('export')]),
      'an export changes no lead',
    );
    await owner.query("update job set state = 'completed'");
    assert.equal((await clientsAtRest(db)).length, 4);
  } finally {
    await database.close();
  }
});

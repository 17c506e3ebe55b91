import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { FindingRecord, Findings } from '#contract/findings.ts';
import type { LeadPage } from '#contract/lead-list.ts';
import { DEMO_NOW, DEMO_SEED } from '../../demo/leads.ts';
import { demoWorld } from '../../demo/world.ts';
import { inScope } from '../platform/db.ts';
import { uuidv7 } from '../platform/uuid.ts';
import { prepareBatch, storeBatch } from './batch.ts';
import { loadContext } from './context.ts';
import { findingRoutes } from './findings/routes.ts';
import { leadListRoutes } from './routes-list.ts';
import { personWith, type TestWorld, testWorld } from './test-world.ts';

let world: TestWorld;
const CHUNK = 1000;

before(async () => {
  world = await testWorld((app, deps) => {
    leadListRoutes(app, deps);
    findingRoutes(app, deps);
  });
});
after(async () => await world.close());

/** Loads the demo world's clients under new ids; returns them by key. */
async function load(clean: boolean, scale: number): Promise<Map<string, string>> {
  const demo = demoWorld({ seed: DEMO_SEED, now: DEMO_NOW, scale, clean });
  const ids = new Map<string, string>();
  for (const client of demo.clients) {
    const id = uuidv7();
    ids.set(client.key, id);
    await world.database.owner.query(
      'insert into client (id, name, currency, time_zone, country, settings) values ($1, $2, $3, $4, $5, $6)',
      [id, client.name, client.currency, client.time_zone, client.country, client.settings],
    );
    for (const source of client.sources) {
      await world.database.owner.query(
        'insert into source (client_id, name, kind, price_minor, max_age_seconds, countries) values ($1, $2, $3, $4, $5, $6)',
        [id, source.name, source.kind, source.price_minor, source.max_age_seconds, source.countries ?? []],
      );
    }
  }
  const waiting = new Map<string, Parameters<typeof prepareBatch>[1][number][]>();
  const flush = async (key: string) => {
    const clientId = ids.get(key) ?? '';
    await inScope(world.database.db, { clients: [clientId] }, async (tx) => {
      const bench = {
        vault: world.deps.vault,
        context: await loadContext(tx, clientId),
        ipCountries: undefined,
        now: DEMO_NOW.getTime(),
      };
      const batch = prepareBatch(bench, waiting.get(key) ?? []);
      await storeBatch(tx, bench, batch, { whole: true, actor: 'system:test' });
    });
    waiting.delete(key);
  };
  for (const { client, ...lead } of demo.leads()) {
    const own = waiting.get(client) ?? [];
    waiting.set(client, own);
    own.push({ ...lead, client_id: ids.get(client) ?? '' } as (typeof own)[number]);
    if (own.length === CHUNK) await flush(client);
  }
  for (const key of [...waiting.keys()]) await flush(key);
  await world.deps.pull.fresh();
  return ids;
}

interface Seen {
  client: string;
  finding: FindingRecord;
  /** External ids of the leads that the finding's filter shows. */
  shown: Set<string>;
}

const DAYS = { from: '2026-07-23', to: '2026-11-20' };

async function findingsOf(clients: ReadonlyMap<string, string>, period: { from: string; to: string }): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (const [client, id] of clients) {
    world.actAs(personWith('analyst', [id]));
    const ask = async <T>(path: string, query: Record<string, string>): Promise<T> => {
      const reply = await world.app.inject({
        url: `/api/v1/marketing/leads${path}`,
        query: { client_id: id, ...query },
      });
      assert.equal(reply.statusCode, 200, reply.body);
      return reply.json();
    };
    const { findings } = await ask<Findings>('/findings', period);
    for (const finding of findings) {
      const shown = new Set<string>();
      let cursor: string | null = null;
      do {
        const page: LeadPage = await ask('', { ...finding.filter, limit: '500', ...(cursor ? { cursor } : {}) });
        for (const lead of page.leads) shown.add(lead.external_id ?? '');
        cursor = page.next_cursor;
      } while (cursor);
      seen.push({ client, finding, shown });
    }
  }
  return seen;
}

const SCALE = 0.5;

test('every planted fault is found with its leads and their price, most money first', async () => {
  const clients = await load(false, SCALE);
  const seen = await findingsOf(clients, DAYS);
  const { faults, clients: planned } = demoWorld({ seed: DEMO_SEED, now: DEMO_NOW, scale: SCALE });
  const planted = faults.filter(({ kind }) => kind !== 'background');
  assert.equal(planted.length, 5);
  for (const fault of planted) {
    const found = seen.filter(
      ({ client, finding }) =>
        client === fault.client && finding.kind === fault.kind && finding.filter.source === fault.source,
    );
    const shown = new Set(found.flatMap((one) => [...one.shown]));
    const hit = fault.external_ids.filter((id) => shown.has(id)).length;
    assert.ok(hit >= fault.external_ids.length * 0.95, `${fault.id}: ${hit} of ${fault.external_ids.length} shown`);
  }
  for (const { client, finding, shown } of seen) {
    assert.equal(shown.size, finding.leads, finding.title);
    const source = planned
      .find(({ key }) => key === client)
      ?.sources.find(({ name }) => name === finding.filter.source);
    if (finding.at_stake_minor !== null)
      assert.equal(finding.at_stake_minor, finding.leads * (source?.price_minor ?? Number.NaN));
    if (finding.kind === 'volume_change' || finding.kind === 'low_validity') continue;
    const causes = planted.filter(
      (fault) => fault.client === client && fault.source === finding.filter.source && fault.kind === finding.kind,
    );
    const caused = new Set(causes.flatMap((fault) => fault.external_ids));
    const right = [...shown].filter((id) => caused.has(id)).length;
    assert.ok(right >= shown.size * 0.85, `${finding.title}: ${right} of ${shown.size} were planted`);
  }
  for (const client of clients.keys()) {
    const stakes = seen.filter((one) => one.client === client).map(({ finding }) => finding.at_stake_minor ?? -1);
    assert.deepEqual(
      stakes,
      [...stakes].sort((a, b) => b - a),
    );
  }
  // A year holds the same faults, thinned out.
  const year = await findingsOf(clients, { from: '2025-11-21', to: '2026-11-20' });
  const named = (all: Seen[]) =>
    new Set(all.map(({ client, finding }) => `${client} ${finding.kind} ${finding.filter.source}`));
  for (const fault of planted) assert.ok(named(year).has(`${fault.client} ${fault.kind} ${fault.source}`), fault.id);
});

test('in the same world without faults nothing is found, in no period', async () => {
  const clients = await load(true, SCALE);
  for (const period of [DAYS, { from: '2026-10-22', to: '2026-11-20' }, { from: '2025-11-21', to: '2026-11-20' }]) {
    const seen = await findingsOf(clients, period);
    assert.deepEqual(
      seen.map(({ client, finding }) => `${client}: ${finding.title}`),
      [],
    );
  }
});

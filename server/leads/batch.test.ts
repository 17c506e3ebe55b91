import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import type { LeadCreate } from '#contract/lead.ts';
import { ipCountries, parseCountryRanges } from '#domain/lead-checks/ip/country-ranges.ts';
import { inScope } from '../platform/db.ts';
import { type TestDatabase, testDatabase } from '../platform/testing.ts';
import { uuidv7 } from '../platform/uuid.ts';
import { vault } from '../platform/vault/vault.ts';
import { prepareBatch, storeBatch } from './batch.ts';
import { loadContext } from './context.ts';
import { openLeads, reauditLeads } from './reaudit.ts';

const NOW = Date.parse('2026-11-01T12:00:00Z');
const keys = vault({ keks: [{ epoch: 1, key: Buffer.alloc(32, 7) }], indexKey: Buffer.alloc(32, 9) });
const IP_COUNTRIES = ipCountries('A list', parseCountryRanges('87.128.0.0/10,DE\n113.160.0.0/11,VN\n'));
let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(async () => await database.close());

/** A client of its own, so that every run starts without leads. */
async function newClient(): Promise<string> {
  const id = uuidv7();
  await database.owner.query(
    "insert into client (id, name, currency, time_zone, country) values ($1, 'Acme', 'EUR', 'Europe/Berlin', 'DE')",
    [id],
  );
  return id;
}

async function store(clientId: string, leads: readonly LeadCreate[], whole = true) {
  return await inScope(database.db, { clients: [clientId] }, async (tx) => {
    const bench = { vault: keys, context: await loadContext(tx, clientId), ipCountries: IP_COUNTRIES, now: NOW };
    const batch = prepareBatch(bench, leads);
    return await storeBatch(tx, bench, batch, { whole, actor: 'system:test' });
  });
}

/** What a person would see of the store: by external id, whatever the order of arrival. */
async function picture(clientId: string) {
  const { rows } = await database.owner.query(
    `select lead.external_id, lead.validation_status, lead.quality_score, lead.completeness, lead.flags, lead.outcomes,
       lead.ledger, earlier.external_id as duplicate_of
     from lead left join lead earlier on earlier.client_id = lead.client_id and earlier.id = lead.duplicate_of
     where lead.client_id = $1 order by lead.external_id`,
    [clientId],
  );
  return rows;
}

const emails = ['anna.berg@posteo.de', 'Anna.Berg@POSTEO.de', 'j.doe@gmail.com', 'jdoe+x@gmail.com', 'not an address'];
const phones = ['0151 23456789', '+49 151 23456789', '030 901820', '12'];
const hour = 3_600_000;
/** Leads that share addresses and numbers, at times of their own. */
const leads = (clientId: string) =>
  fc
    .array(
      fc.record({
        email: fc.constantFrom(...emails),
        phone: fc.constantFrom(...phones),
        hours: fc.integer({ min: 1, max: 4000 }),
        name: fc.constantFrom('Anna Berg', 'Anna Maria Berg', 'Jonas Weber'),
        street: fc.constantFrom('Lindenweg 4', 'Am Markt 12'),
        company: fc.constantFrom('Berg Solar GmbH', undefined),
        ip: fc.constantFrom('87.128.1.1', '113.161.5.5', '8.8.8.8', undefined),
      }),
      { minLength: 1, maxLength: 12 },
    )
    .map((drawn) =>
      drawn.map(
        ({ email, phone, hours, name, street, company, ip }, index): LeadCreate => ({
          client_id: clientId,
          external_id: `L${index}`,
          email,
          phone,
          name,
          address: { street, postal_code: '10115', city: 'Berlin', country: 'DE' },
          ...(company ? { company } : {}),
          ...(ip ? { device: { ip } } : {}),
          source: 'Google',
          // The index keeps times apart: leads of the same instant have no order to agree on.
          created_at: new Date(NOW - hours * hour + index).toISOString(),
        }),
      ),
    );

test('a batch, one lead at a time, and any order of arrival end in the same store', async () => {
  await fc.assert(
    fc.asyncProperty(
      leads('00000000-0000-7000-8000-000000000000').chain((drawn) =>
        fc.tuple(fc.constant(drawn), fc.shuffledSubarray(drawn, { minLength: drawn.length })),
      ),
      async ([drawn, shuffled]) => {
        const [batch, single] = [await newClient(), await newClient()];
        const of = (clientId: string) => (lead: LeadCreate) => ({ ...lead, client_id: clientId });
        await store(batch, drawn.map(of(batch)));
        for (const lead of shuffled.map(of(single))) await store(single, [lead], false);
        const expected = await picture(batch);
        assert.deepEqual(await picture(single), expected);
        // Auditing everything again finds nothing else.
        await inScope(database.db, { clients: [single] }, async (tx) => {
          const bench = { vault: keys, context: await loadContext(tx, single), ipCountries: IP_COUNTRIES, now: NOW };
          const { rows } = await database.owner.query<{ id: string }>('select id from lead where client_id = $1', [
            single,
          ]);
          await reauditLeads(
            tx,
            bench,
            rows.map(({ id }) => id),
          );
        });
        assert.deepEqual(await picture(single), expected);
      },
    ),
    { numRuns: 25 },
  );
});

test('a second delivery updates the lead, keeps what it leaves out, and says so in the history', async () => {
  const clientId = await newClient();
  const first: LeadCreate = {
    client_id: clientId,
    external_id: 'A',
    email: 'anna.berg@posteo.de',
    name: 'Anna Berg',
    source: 'Google',
  };
  const before = await store(clientId, [first]);
  const second: LeadCreate = {
    client_id: clientId,
    external_id: 'A',
    email: 'anna@berg.de',
    source: 'Google',
    conversion_status: 'qualified',
  };
  const result = await store(clientId, [second, { ...second, phone: '030 901820' }]);
  assert.deepEqual({ stored: result.stored, updated: result.updated }, { stored: 0, updated: 2 });
  const id = before.leads[0]?.id ?? '';
  const opened = await inScope(database.db, { clients: [clientId] }, async (tx) => {
    const bench = { vault: keys, context: await loadContext(tx, clientId), ipCountries: IP_COUNTRIES, now: NOW };
    return await openLeads(tx, bench, [id]);
  });
  assert.equal(opened[0]?.lead.name, 'Anna Berg');
  assert.equal(opened[0]?.lead.email, 'anna@berg.de');
  assert.equal(opened[0]?.lead.phone, '030 901820');
  const { rows } = await database.owner.query('select kind, detail from lead_event where lead_id = $1', [id]);
  assert.deepEqual(rows, [
    { kind: 'status', detail: { fields: ['conversion_status', 'email', 'phone'], from: 'new', to: 'qualified' } },
  ]);
});

test('no personal value stands in clear in a row, and another client sees nothing', async () => {
  const clientId = await newClient();
  await store(clientId, [
    {
      client_id: clientId,
      email: 'canary.bird@posteo.de',
      name: 'Canary Bird',
      company: 'Canary Works',
      phone: '030 901820',
      source: 'Meta',
    },
  ]);
  const { rows } = await database.owner.query<{ row: string }>(
    "select lead::text || encode(personal, 'escape') as row from lead where client_id = $1",
    [clientId],
  );
  assert.doesNotMatch(rows[0]?.row ?? '', /canary|901820/i);
  const other = await newClient();
  const seen = await inScope(database.db, { clients: [other] }, (tx) => tx.selectFrom('lead').select('id').execute());
  assert.deepEqual(seen, []);
});

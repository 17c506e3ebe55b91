import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import * as z from 'zod';
import type { Analytics } from '#contract/analytics.ts';
import type { LeadFacets, LeadPage } from '#contract/lead-list.ts';
import type { Segment, SegmentCount, SegmentPreview } from '#contract/segment.ts';
import type { SegmentGroup, SegmentRule } from '#contract/segment-rules.ts';
import { compileSegment } from '#domain/segments/compile.ts';
import { inSegment } from '#domain/segments/evaluate.ts';
import { anyRules } from '#domain/segments/testing.ts';
import { ask } from '../../platform/clickhouse.ts';
import { inScope } from '../../platform/db.ts';
import { leadListRoutes } from '../routes-list.ts';
import { personWith, TEST_NOW, type TestWorld, testWorld } from '../test-world.ts';
import { findSegmentLeads } from './membership.ts';
import { segmentRoutes } from './routes.ts';

const LEADS = '/api/v1/marketing/leads';
const ZONE = 'Europe/Berlin';
let world: TestWorld;
let mine: string;
let other: string;
let ids: string[];

const SOURCES = ['Google', 'Meta', 'Lead, Inc.', 'Größe & Öl'];
const STAGES = ['new', 'contacted', 'qualified', 'converted', 'lost'] as const;
const drafts = Array.from({ length: 60 }, (_, index) => ({
  external_id: `L${index}`,
  email: index % 7 === 0 ? 'anna.berg@posteo.de' : `person${index}@${index % 2 ? 'posteo.de' : 'example.com'}`,
  name: index % 7 === 0 ? 'Anna Berg' : 'Max Mustermann',
  phone: index % 5 === 0 ? '12' : `0151 234567${10 + index}`,
  company: index % 6 === 3 ? 'Zeppelin Werke' : undefined,
  source: SOURCES[index % 4] as string,
  source_details: { campaign_id: `c${index % 3}`, keyword: index % 3 ? 'Solar Roof' : '' },
  address: { region: ['Berlin', 'Bayern', ''][index % 3] as string, country: index % 4 === 0 ? 'AT' : 'DE' },
  conversion_status: STAGES[index % 5],
  conversion_date:
    index % 5 === 0
      ? undefined
      : new Date(TEST_NOW - (60 - index) * 40_000_000 + (index % 9) * 30_000_000).toISOString(),
  revenue: index % 5 === 3 ? 7.25 * index : undefined,
  currency: index % 5 === 3 && index % 2 ? 'JPY' : undefined,
  created_at: new Date(TEST_NOW - (60 - index) * 40_000_000).toISOString(),
}));

before(async () => {
  world = await testWorld((app, deps) => {
    leadListRoutes(app, deps);
    segmentRoutes(app, deps);
  });
  [mine, other] = [await world.client(), await world.client()];
  await world.database.owner.query(
    "insert into source (client_id, name, kind) values ($1, 'Google', 'paid_search'), ($1, 'Meta', 'paid_social')",
    [mine],
  );
  ids = await world.store(mine, drafts);
  await world.store(other, drafts.slice(0, 10));
  await touch(mine);

  world.actAs(personWith('analyst', [mine, other]));
});
after(async () => await world.close());

/** A few touchpoints for some leads: of their visitor, recorded for the lead, and both; two leads are one person. */
async function touch(client: string): Promise<void> {
  const { owner } = world.database;
  const [first, second] = [ids[0], ids[1]];
  await owner.query('update lead set identity_id = $2 where client_id = $1 and id = $3', [client, first, second]);
  await owner.query(
    `insert into touchpoint (client_id, id, visitor, lead_id, at, kind)
      select $1, gen_random_uuid(), case when n % 3 = 0 then 7 else visitor end, case when n % 3 < 2 then id end,
        created_at + (n - 6) * interval '17 hours', (array['visit', 'email_open', 'impression', 'call'])[1 + n % 4]
      from lead, generate_series(0, 11) as n where client_id = $1 and (n + length(source)) % 5 < 2`,
    [client],
  );
  await world.deps.pull.fresh(20_000);
}

const group = (match: SegmentGroup['match'], ...rules: SegmentRule[]): SegmentGroup => ({
  kind: 'group',
  match,
  rules,
});
const google: SegmentRule = { kind: 'text', field: 'source', operator: 'is', values: ['Google'] };

async function send<T>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  url: string,
  payload?: object,
  status = 200,
): Promise<T> {
  const reply = await world.app.inject({ method, url, ...(payload ? { payload } : {}) });
  assert.equal(reply.statusCode, status, reply.body);
  return reply.body ? reply.json() : (undefined as T);
}
const base = () => `/api/v1/clients/${mine}/segments`;
const save = (name: string, rules: SegmentGroup) => send<Segment>('POST', base(), { name, rules }, 201);
const count = (rules: SegmentGroup, filter?: object) =>
  send<SegmentCount>('POST', `${base()}/count`, { rules, ...(filter ? { filter } : {}) });

test('the engine and TypeScript agree on every lead for random rules', async () => {
  const leads = await inScope(world.database.db, { clients: [mine] }, (tx) =>
    findSegmentLeads(world.deps, tx, mine, ids, true),
  );
  assert.equal(leads.length, drafts.length);
  const tokens = [...new Set(leads.flatMap(({ lead }) => [...lead.tokens]))].slice(0, 40);
  const rules = anyRules({
    texts: [
      ...SOURCES,
      'goog',
      'GRÖSSE',
      'Öl',
      'öl',
      'DE',
      'c1',
      'solar',
      'posteo.de',
      'EUR',
      'paid_search',
      'other',
      'converted',
      'valid',
      "'; drop table lead_fact; --",
      '{p_0:String}',
    ],
    checks: [...new Set(leads.flatMap(({ lead }) => [...lead.flags])), 'E04_NO_MX'],
    tokens: [...tokens, '1'],
    days: ['2026-10-25', '2026-10-26', '2026-11-01', '2026-11-15', '2026-11-20'],
    segments: ['known', 'unknown'],
  });
  const known = group('any', google, { kind: 'duplicate', duplicate: true });
  const context = {
    client: mine,
    currency: 'EUR',
    zone: ZONE,
    now: TEST_NOW,
    segment: (id: string) => (id === 'known' ? known : undefined),
  };
  let [held, refused] = [0, 0];
  await fc.assert(
    fc.asyncProperty(rules, async (random) => {
      const { sql, params } = compileSegment(random, context, 'p');
      const found = await ask(
        world.clickhouse,
        `select id from lead_fact final where client_id = {client:UUID} and ${sql}`,
        { ...params, client: mine, clients: [mine] },
        z.object({ id: z.string() }),
      );
      const expected = leads.filter(({ lead }) => inSegment(random, lead, context)).map(({ id }) => id);
      assert.deepEqual(found.map(({ id }) => id).sort(), expected.sort());
      held += expected.length;
      refused += leads.length - expected.length;
    }),
    { numRuns: 250, seed: 8 },
  );
  assert.ok(held > 1000 && refused > 1000, `${held} held, ${refused} did not`);
});

test('counts equal PostgreSQL on what both hold', async () => {
  const cases: [SegmentGroup, string][] = [
    [group('all', google), "source = 'Google'"],
    [group('none', google), "source <> 'Google'"],
    [group('all', { kind: 'number', field: 'quality_score', min: 60, max: 80.5 }), 'quality_score between 60 and 80.5'],
    [
      group('all', { kind: 'check', checks: ['P01_PARSE', 'P02_INVALID_RANGE'], match: 'any' }),
      "flags && '{P01_PARSE,P02_INVALID_RANGE}'",
    ],
    [
      group(
        'any',
        { kind: 'reached', stage: 'contacted', within_days: 1 },
        { kind: 'text', field: 'keyword', operator: 'contains', values: ['roof'] },
      ),
      "contacted_at <= created_at + interval '1 day' or keyword ilike '%roof%'",
    ],
    [
      group('all', { kind: 'number', field: 'revenue', min: 200 }),
      "revenue_minor / case currency when 'JPY' then 1 else 100 end >= 200",
    ],
    [
      group('all', { kind: 'time', field: 'created_at', from: '2026-10-25', to: '2026-10-25' }),
      "(created_at at time zone 'Europe/Berlin')::date = '2026-10-25'",
    ],
  ];
  for (const [rules, sql] of cases) {
    const { rows } = await world.database.owner.query<{ leads: number }>(
      `select count(*)::int as leads from lead where client_id = $1 and (${sql})`,
      [mine],
    );
    const counted = await count(rules);
    assert.deepEqual(counted, { leads: rows[0]?.leads, total: drafts.length }, sql);
    assert.ok(counted.leads > 0 && counted.leads < drafts.length, sql);
  }
});

test('a saved segment filters the list, facets, numbers, overview and counts alike', async () => {
  const segment = await save('Google or dear', group('any', google, { kind: 'number', field: 'revenue', min: 200 }));
  const inside = drafts.filter(({ source, revenue = 0 }) => source === 'Google' || revenue >= 200).length;
  const query = `client_id=${mine}&segment=${segment.id}`;
  const period = 'from=2026-09-01&to=2026-11-20';
  assert.equal((await send<LeadPage>('GET', `${LEADS}?${query}`)).total, inside);
  assert.equal(
    (await send<LeadPage>('POST', `${LEADS}/search`, { text: 'mustermann', filter: { segment: segment.id } })).total >
      0,
    true,
  );
  const facets = await send<LeadFacets>('GET', `${LEADS}/facets?${query}`);
  assert.equal(
    facets.source?.reduce((sum, { leads }) => sum + leads, 0),
    inside,
  );
  const numbers = await send<Analytics>('GET', `${LEADS}/analytics?${query}&${period}&metrics=leads&dimensions=source`);
  assert.equal(numbers.totals.leads?.value, inside);
  const overview = await send<{ funnel: { leads: number }[] }>('GET', `${LEADS}/overview?${query}&${period}`);
  assert.equal(overview.funnel[0]?.leads, inside);
  assert.equal((await count(group('all'), { segment: segment.id })).total, inside);
  assert.equal((await count(group('none', { kind: 'segment', id: segment.id }))).leads, drafts.length - inside);
  assert.equal((await world.deps.matchingIds([mine], { segment: segment.id }, 1000)).length, inside);
  // A segment holds for leads of its own client only.
  assert.equal((await send<LeadPage>('GET', `${LEADS}?segment=${segment.id}`)).total, inside);
  await send('GET', `${LEADS}?client_id=${other}&segment=${segment.id}`, undefined, 404);
  await send('GET', `${LEADS}?segment=no-such`, undefined, 404);
});

test('saving keeps versions, refuses circles, double names and stale edits, and deletes what nobody uses', async () => {
  const first = await save('First', group('all', google));
  const second = await save('Second', group('all', { kind: 'segment', id: first.id }));
  const circle = { name: 'First', rules: group('all', { kind: 'segment', id: second.id }) };
  const refused = await send<{ errors: object[] }>('PUT', `${base()}/${first.id}`, circle, 422);
  assert.deepEqual(refused.errors, [{ field: 'rules.rules.0.id', message: 'goes in a circle: Second → First' }]);
  await send('POST', base(), { name: 'first', rules: group('all') }, 409);
  await send('PUT', `${base()}/${first.id}`, { name: 'First', rules: group('any'), version: 7 }, 409);
  const changed = await send<Segment>('PUT', `${base()}/${first.id}`, { name: '1st', rules: group('any'), version: 1 });
  assert.deepEqual([changed.name, changed.version], ['1st', 2]);
  const { versions } = await send<{ versions: { version: number; name: string }[] }>(
    'GET',
    `${base()}/${first.id}/versions`,
  );
  assert.deepEqual(
    versions.map(({ version, name }) => [version, name]),
    [
      [2, '1st'],
      [1, 'First'],
    ],
  );
  await send('DELETE', `${base()}/${first.id}`, undefined, 409);
  await send('DELETE', `${base()}/${second.id}`, undefined, 204);
  await send('DELETE', `${base()}/${first.id}`, undefined, 204);
  await send('GET', `${base()}/${first.id}`, undefined, 404);
  const { rows } = await world.database.owner.query<{ action: string }>(
    'select action from audit_entry where client_id = $1 and object_id = $2 order by action',
    [mine, first.id],
  );
  assert.deepEqual(
    rows.map(({ action }) => action),
    ['segment.changed', 'segment.created', 'segment.deleted'],
  );
});

test('words that name a person are kept as tokens, found, and written down like a search', async () => {
  const rules = group('all', { kind: 'words', text: 'Anna Berg' });
  const berg = drafts.filter((_, index) => index % 7 === 0).length;
  const preview = await send<SegmentPreview>('POST', `${base()}/preview`, { rules });
  assert.equal(preview.leads, berg);
  assert.ok(
    preview.sample.length === berg && preview.sample.every(({ masked, name }) => masked && !name.includes('Berg')),
  );
  const saved = await save('The Bergs', rules);
  assert.equal((await send<LeadPage>('GET', `${LEADS}?segment=${saved.id}`)).total, berg);
  const { rows } = await world.database.owner.query<{ text: string }>(
    "select rules::text as text from segment where id = $1 union all select string_agg(detail::text, ' ') from audit_entry where action = 'lead.searched'",
    [saved.id],
  );
  assert.ok(
    rows.length === 2 && rows.every(({ text }) => text.length > 5 && !/anna|berg/i.test(text)),
    JSON.stringify(rows),
  );
  await send('POST', `${base()}/count`, { rules: group('all', { kind: 'words', text: '!!' }) }, 422);
  const lead = await send<{ segments: { name: string }[] }>('GET', `${LEADS}/${ids[0]}/segments`);
  assert.ok(lead.segments.some(({ name }) => name === 'The Bergs'));
  const stranger = await send<{ segments: { name: string }[] }>('GET', `${LEADS}/${ids[1]}/segments`);
  assert.ok(!stranger.segments.some(({ name }) => name === 'The Bergs'));
});

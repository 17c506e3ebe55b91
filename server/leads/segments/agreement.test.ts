import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import * as z from 'zod';
import type { LeadPage } from '#contract/lead-list.ts';
import type { RfmReply } from '#contract/rfm.ts';
import type { SegmentGroup } from '#contract/segment-rules.ts';
import { compileSegment } from '#domain/segments/compile.ts';
import { inSegment } from '#domain/segments/evaluate.ts';
import { rfmScores } from '#domain/segments/rfm.ts';
import { anyRules } from '#domain/segments/testing.ts';
import { ask } from '../../platform/clickhouse.ts';
import { inScope } from '../../platform/db.ts';
import { personWith, TEST_NOW } from '../test-world.ts';
import { findSegmentLeads } from './membership.ts';
import { rfmOfPeople } from './people.ts';
import { drafts, google, group, LEADS, type SegmentWorld, SOURCES, segmentWorld, ZONE } from './testing.ts';

let { world, mine, other, ids, send, count } = {} as SegmentWorld;
before(async () => {
  ({ world, mine, other, ids, send, count } = await segmentWorld());
});
after(async () => await world.close());

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
    { numRuns: 150, seed: 8 },
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

test('scores in the engine equal those of TypeScript; the grid counts everyone and opens its leads', async () => {
  const { rows } = await world.database.owner.query<{
    identity_id: string;
    last: Date;
    engagements: number;
    value: number;
  }>(
    `with touches as (
      select distinct l.identity_id, t.id, t.at from touchpoint t
      join lead l on l.client_id = t.client_id and (l.visitor = t.visitor or l.id = t.lead_id)
      where t.client_id = $1 and t.kind <> 'impression'
    ), leads as (
      select identity_id, max(greatest(created_at, case when conversion_status = 'converted' then conversion_date end)) as last,
        count(*) + count(*) filter (where conversion_status = 'converted') as n,
        coalesce(sum(revenue_minor) filter (where conversion_status = 'converted' and currency = 'EUR'), 0)::float8 as value
      from lead where client_id = $1 group by identity_id
    )
    select leads.identity_id, greatest(leads.last, (select max(at) from touches where touches.identity_id = leads.identity_id)) as last,
      (leads.n + (select count(*) from touches where touches.identity_id = leads.identity_id))::int as engagements, leads.value
    from leads`,
    [mine],
  );
  const people = rows.map(({ last, engagements, value }) => ({
    days: Math.floor(Math.max(0, TEST_NOW - last.getTime()) / 86_400_000),
    engagements,
    value,
  }));
  const expected = rfmScores(people);
  const scope = { clickhouse: world.clickhouse, clientId: mine, currency: 'EUR', now: TEST_NOW };
  const scores = await rfmOfPeople(
    scope,
    rows.map(({ identity_id }) => identity_id),
  );
  assert.deepEqual(
    rows.map(({ identity_id }) => scores.get(identity_id)),
    expected,
  );
  const grid = await send<RfmReply>('GET', `${LEADS}/rfm?client_id=${mine}`);
  assert.equal(grid.people, rows.length);
  assert.equal(new Set(expected.map(({ recency }) => recency)).size, 5);
  assert.equal(grid.bounds.days.length, 4);
  const cell = expected.filter(
    ({ recency, frequency }) => recency === 5 && frequency === expected[0]?.frequency,
  ).length;
  const there = grid.cells.filter(({ recency, frequency }) => recency === 5 && frequency === expected[0]?.frequency);
  assert.equal(
    there.reduce((sum, { people: n }) => sum + n, 0),
    cell,
  );
  const listed = await send<LeadPage>('GET', `${LEADS}?client_id=${mine}&rfm=r5,r4`);
  const best = new Set(
    rows.filter((_, index) => (expected[index]?.recency ?? 0) >= 4).map(({ identity_id }) => identity_id),
  );
  const { rows: leads } = await world.database.owner.query<{ identity_id: string }>(
    'select identity_id from lead where client_id = $1',
    [mine],
  );
  assert.equal(listed.total, leads.filter(({ identity_id }) => best.has(identity_id)).length);
  await send('GET', `${LEADS}?client_id=${mine}&rfm=r9`, undefined, 422);
  const empty = await world.client();
  world.actAs(personWith('analyst', [mine, other, empty]));
  assert.deepEqual((await send<RfmReply>('GET', `${LEADS}/rfm?client_id=${empty}`)).cells, []);
});

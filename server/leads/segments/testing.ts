/** A client with sixty leads of every kind, and what some of their people did. Tests only. */
import assert from 'node:assert/strict';
import type { SegmentCount } from '#contract/segment.ts';
import type { SegmentGroup, SegmentRule } from '#contract/segment-rules.ts';
import { leadListRoutes } from '../routes-list.ts';
import { personWith, TEST_NOW, type TestWorld, testWorld } from '../test-world.ts';
import { segmentRoutes } from './routes.ts';

export const LEADS = '/api/v1/marketing/leads';
/** Of the client. */
export const ZONE = 'Europe/Berlin';

export const SOURCES = ['Google', 'Meta', 'Lead, Inc.', 'Größe & Öl'];
const STAGES = ['new', 'contacted', 'qualified', 'converted', 'lost'] as const;
export const drafts = Array.from({ length: 60 }, (_, index) => ({
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

export const group = (match: SegmentGroup['match'], ...rules: SegmentRule[]): SegmentGroup => ({
  kind: 'group',
  match,
  rules,
});
export const google: SegmentRule = { kind: 'text', field: 'source', operator: 'is', values: ['Google'] };

export interface SegmentWorld {
  world: TestWorld;
  mine: string;
  other: string;
  /** Of the leads, in the order of the drafts. */
  ids: string[];
  /** Asks a route and holds its status. */
  send<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object, status?: number): Promise<T>;
  count(rules: SegmentGroup, filter?: object): Promise<SegmentCount>;
}

export async function segmentWorld(): Promise<SegmentWorld> {
  const world = await testWorld((app, deps) => {
    leadListRoutes(app, deps);
    segmentRoutes(app, deps);
  });
  const [mine, other] = [await world.client(), await world.client()];
  await world.database.owner.query(
    "insert into source (client_id, name, kind) values ($1, 'Google', 'paid_search'), ($1, 'Meta', 'paid_social')",
    [mine],
  );
  const ids = await world.store(mine, drafts);
  await world.store(other, drafts.slice(0, 10));
  await touch(world, mine, ids);
  world.actAs(personWith('analyst', [mine, other]));
  const send: SegmentWorld['send'] = async (method, url, payload, status = 200) => {
    const reply = await world.app.inject({ method, url, ...(payload ? { payload } : {}) });
    assert.equal(reply.statusCode, status, reply.body);
    return JSON.parse(reply.body || 'null');
  };
  const count = (rules: SegmentGroup, filter?: object) =>
    send<SegmentCount>('POST', `/api/v1/clients/${mine}/segments/count`, { rules, ...(filter ? { filter } : {}) });
  return { world, mine, other, ids, send, count };
}

/** A few touchpoints for some leads: of their visitor, recorded for the lead, and both; two leads are one person. */
async function touch(world: TestWorld, client: string, ids: readonly string[]): Promise<void> {
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
  await world.deps.pull.fresh();
}

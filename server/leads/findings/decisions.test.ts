import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { FindingDecision, FindingDetail, Findings } from '#contract/findings.ts';
import type { LeadCreate } from '#contract/lead.ts';
import type { LeadPage } from '#contract/lead-list.ts';
import { leadListRoutes } from '../routes-list.ts';
import { personWith, type TestWorld, testWorld } from '../test-world.ts';
import { findingRoutes } from './routes.ts';

let world: TestWorld;
let client: string;
const BASE = '/api/v1/marketing/leads/findings';
const PERIOD = { from: '2026-10-01', to: '2026-11-10' };

before(async () => {
  world = await testWorld((app, deps) => {
    leadListRoutes(app, deps);
    findingRoutes(app, deps);
  });
  client = await world.client();
  for (const [name, price] of [
    ['Good', 1000],
    ['Fine', 1500],
    ['Bad, Inc.', 2000],
  ] as const) {
    await world.database.owner.query(
      "insert into source (client_id, name, kind, price_minor) values ($1, $2, 'partner', $3)",
      [client, name, price],
    );
  }
  await world.store(client, [
    ...leadsOf('Good', 120, false),
    ...leadsOf('Fine', 120, false),
    ...leadsOf('Bad, Inc.', 60, false, 'clean-campaign'),
    ...leadsOf('Bad, Inc.', 80, true, 'bot-campaign'),
  ]);
  world.actAs(personWith('analyst', [client]));
});
after(async () => await world.close());

let made = 0;
function leadsOf(source: string, count: number, throwaway: boolean, campaign = 'any'): Omit<LeadCreate, 'client_id'>[] {
  return Array.from({ length: count }, (_, i) => {
    const number = ++made;
    return {
      external_id: `${throwaway ? 'bot' : 'lead'}-${number}`,
      email: `person${number}@${throwaway ? 'mailinator.com' : 'example.org'}`,
      name: 'Anna Maria Becker',
      source,
      source_details: { campaign_id: campaign },
      created_at: new Date(Date.parse('2026-10-03T08:00:00Z') + (i % 36) * 86_400_000 + i * 60_000).toISOString(),
    };
  });
}

async function ask<T>(path: string, query: Record<string, string> = {}): Promise<T> {
  const reply = await world.app.inject({ url: `${BASE}${path}`, query: { client_id: client, ...query } });
  assert.equal(reply.statusCode, 200, reply.body);
  return reply.json();
}
const decide = async (body: object, status = 201) => {
  const reply = await world.app.inject({
    method: 'POST',
    url: `${BASE}/decisions`,
    payload: { client_id: client, ...PERIOD, ...body },
  });
  assert.equal(reply.statusCode, status, reply.body);
  return reply.json<FindingDecision>();
};
const undo = (id: string) => world.app.inject({ method: 'DELETE', url: `${BASE}/decisions/${id}` });
const FRAUD = 'fraud_source:fraud_signs:Bad, Inc.';
const fraudIn = async (period = PERIOD) => {
  const { findings } = await ask<Findings>('', period);
  const found = findings.find(({ id }) => id === FRAUD);
  assert.ok(found, findings.map(({ id }) => id).join());
  return found;
};
const marks = async (where = 'removed_at is null') =>
  (
    await world.database.owner.query<{ external_id: string; mark: string }>(
      `select l.external_id, m.mark from lead_mark m join lead l on l.client_id = m.client_id and l.id = m.lead_id
       where m.client_id = $1 and m.${where} order by 1`,
      [client],
    )
  ).rows;

test('a finding is explained by the campaign its leads came from', async () => {
  const finding = await fraudIn();
  assert.equal(finding.state, 'open');
  assert.equal(finding.leads, 80);
  assert.equal(finding.at_stake_minor, 160_000);
  const detail = await ask<FindingDetail>('/detail', { ...PERIOD, finding: FRAUD });
  const campaign = detail.causes.find(({ dimension }) => dimension === 'campaign_id');
  assert.deepEqual(
    campaign?.elements.map(({ value, leads }) => [value, leads]),
    [['bot-campaign', 80]],
  );
  assert.ok(campaign.explained > 0.9 && campaign.explained <= 1.1, `${campaign.explained}`);
  assert.deepEqual(campaign.elements[0]?.filter, { ...finding.filter, campaign_id: 'bot-campaign' });
  assert.equal(
    detail.daily.reduce((sum, { hits }) => sum + hits, 0),
    80,
  );
  assert.equal(detail.checks[0]?.check, 'E06_DISPOSABLE');
  assert.ok(!detail.looked_at.includes('Source'));
});

test('holding the payout keeps exactly the leads behind it, as a file, until it is undone', async () => {
  const held = await decide({ finding: FRAUD, action: 'payout_held', reason: 'Throw-away addresses by Jane Roe' });
  assert.deepEqual([held.listed, held.leads, held.source], [80, 80, 'Bad, Inc.']);
  assert.equal((await fraudIn()).state, 'acted');
  assert.equal((await ask<Findings>('', PERIOD)).at_stake_minor, 0);
  const marked = await marks();
  assert.equal(marked.length, 80);
  assert.ok(marked.every(({ external_id, mark }) => external_id.startsWith('bot-') && mark === 'payout_hold'));
  const file = await world.app.inject({ url: `${BASE}/decisions/${held.id}/file` });
  assert.equal(file.statusCode, 200);
  const lines = file.body.trim().split('\r\n');
  assert.equal(lines.length, 81);
  for (const { external_id } of marked) assert.ok(file.body.includes(`,${external_id},`));
  assert.ok(!/@|Becker|mailinator/.test(file.body), 'the list names nobody');
  const list = await world.app.inject({
    url: '/api/v1/marketing/leads',
    query: { client_id: client, decision: held.id, mark: 'payout_hold' },
  });
  assert.equal(list.json<LeadPage>().total, 80);
  // The words are sealed, and told to who may read.
  const stored = await world.database.owner.query('select d::text as text from finding_decision d');
  assert.ok(!JSON.stringify(stored.rows).includes('Jane Roe'));
  const { decisions } = await ask<{ decisions: FindingDecision[] }>('/decisions');
  assert.equal(decisions[0]?.reason, 'Throw-away addresses by Jane Roe');
  await decide({ finding: FRAUD, action: 'payout_held' }, 409);
  const undone = await undo(held.id);
  assert.equal(undone.statusCode, 200, undone.body);
  assert.equal((await undo(held.id)).statusCode, 409);
  assert.deepEqual(await marks(), []);
  const left = await world.app.inject({
    url: '/api/v1/marketing/leads',
    query: { client_id: client, mark: 'payout_hold,no_upload' },
  });
  assert.equal(left.json<LeadPage>().total, 0);
  assert.equal((await fraudIn()).state, 'open');
  const { rows } = await world.database.owner.query<{ action: string }>(
    "select action from audit_entry where client_id = $1 and object_type = 'finding_decision' order by id",
    [client],
  );
  assert.deepEqual(
    rows.map(({ action }) => action),
    ['finding.payout_held', 'finding.list_downloaded', 'finding.undone'],
  );
});

test('a list of leads kept from upload stands beside one of held payouts', async () => {
  const held = await decide({ finding: FRAUD, action: 'payout_held' });
  const kept = await decide({ finding: FRAUD, action: 'upload_excluded' });
  assert.deepEqual([...new Set((await marks()).map(({ mark }) => mark))].sort(), ['no_upload', 'payout_hold']);
  await undo(held.id);
  assert.deepEqual([...new Set((await marks()).map(({ mark }) => mark))], ['no_upload']);
  await undo(kept.id);
});

test('a dismissed finding stays away from the open ones until it has grown', async () => {
  await decide({ finding: FRAUD, action: 'dismissed' }, 422);
  await decide({ finding: FRAUD, action: 'merged', reason: 'does not fit' }, 422);
  await decide({ finding: 'fraud_source:fraud_signs:Nobody', action: 'dismissed', reason: 'none' }, 404);
  await decide({ finding: FRAUD, action: 'dismissed', reason: 'A test of ours' });
  assert.equal((await fraudIn()).state, 'dismissed');
  const shown = async () => {
    const reply = await world.app.inject({
      url: '/api/v1/marketing/leads/findings',
      query: { client_id: client, ...PERIOD },
    });
    return reply.json<Findings>().findings.some(({ id, state }) => id === FRAUD && state === 'open');
  };
  assert.equal(await shown(), false);
  await world.store(client, leadsOf('Bad, Inc.', 12, true, 'bot-campaign'));
  assert.equal((await fraudIn()).state, 'dismissed');
  await world.store(client, leadsOf('Bad, Inc.', 12, true, 'bot-campaign'));
  const grown = await fraudIn();
  assert.deepEqual([grown.state, grown.grown_by], ['open', 24]);
  assert.equal(await shown(), true);
});

test('who may only read sees findings and decides nothing', async () => {
  world.actAs(personWith('read_only', [client]));
  const { decisions } = await ask<{ decisions: FindingDecision[] }>('/decisions');
  await decide({ finding: FRAUD, action: 'payout_held' }, 403);
  assert.equal((await undo(decisions[0]?.id ?? '')).statusCode, 403);
  const file = await world.app.inject({ url: `${BASE}/decisions/${decisions[0]?.id}/file` });
  assert.equal(file.statusCode, 403);
  world.actAs(personWith('analyst', [await world.client()]));
  assert.equal((await undo(decisions[0]?.id ?? '')).statusCode, 404);
});

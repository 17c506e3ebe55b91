import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { FindingDecision, FindingDetail, FindingRecord, Findings } from '#contract/findings.ts';
import type { LeadCreate } from '#contract/lead.ts';
import type { LeadPage } from '#contract/lead-list.ts';
import type { Segment } from '#contract/segment.ts';
import { leadListRoutes } from '../routes-list.ts';
import { segmentRoutes } from '../segments/routes.ts';
import { personWith, type TestWorld, testWorld } from '../test-world.ts';
import { narrowingOf } from './narrowing.ts';
import { findingRoutes } from './routes.ts';

let world: TestWorld;
let client: string;
let german: string;
const LEADS = '/api/v1/marketing/leads';
const PERIOD = { from: '2026-10-01', to: '2026-11-10' };
const FRAUD = 'fraud_source:fraud_signs:Bad, Inc.';
/** Bots of the bad source by the country they name, and those of another source. */
const BOTS = { DE: 50, US: 30, other: 12 };
const PRICE = 2000;

before(async () => {
  world = await testWorld((app, deps) => {
    leadListRoutes(app, deps);
    findingRoutes(app, deps);
    segmentRoutes(app, deps);
  });
  client = await world.client();
  await world.database.owner.query(
    "insert into source (client_id, name, kind, price_minor) values ($1, 'Bad, Inc.', 'partner', $2)",
    [client, PRICE],
  );
  await world.store(client, [
    ...['DE', 'US'].flatMap((country) => ['Good', 'Fine'].flatMap((source) => leadsOf(source, 60, country))),
    ...leadsOf('Fine', BOTS.other, 'US', true),
    ...leadsOf('Bad, Inc.', 40, 'DE'),
    ...leadsOf('Bad, Inc.', 20, 'US'),
    ...leadsOf('Bad, Inc.', BOTS.DE, 'DE', true),
    ...leadsOf('Bad, Inc.', BOTS.US, 'US', true),
  ]);
  world.actAs(personWith('analyst', [client]));
  const rules = {
    kind: 'group',
    match: 'all',
    rules: [{ kind: 'text', field: 'country', operator: 'is', values: ['DE'] }],
  };
  const url = `/api/v1/clients/${client}/segments`;
  const saved = await world.app.inject({ method: 'POST', url, payload: { name: 'From Germany', rules } });
  assert.equal(saved.statusCode, 201, saved.body);
  german = saved.json<Segment>().id;
});
after(async () => await world.close());

let made = 0;
function leadsOf(source: string, count: number, country: string, bot = false): Omit<LeadCreate, 'client_id'>[] {
  return Array.from({ length: count }, (_, i) => {
    const number = ++made;
    return {
      external_id: `${bot ? 'bot' : 'lead'}-${country}-${number}`,
      email: `person${number}@${bot ? 'mailinator.com' : 'example.org'}`,
      name: 'Anna Maria Becker',
      source,
      address: { country },
      source_details: { campaign_id: bot ? 'bot-campaign' : `campaign-${i % 2}` },
      created_at: new Date(Date.parse('2026-10-03T08:00:00Z') + (i % 36) * 86_400_000 + i * 60_000).toISOString(),
    };
  });
}

async function ask<T>(path: string, query: Record<string, string>, status = 200): Promise<T> {
  const reply = await world.app.inject({ url: `${LEADS}${path}`, query: { client_id: client, ...query } });
  assert.equal(reply.statusCode, status, reply.body);
  return reply.json();
}
const fraudIn = async (narrowing: Record<string, string>): Promise<FindingRecord> => {
  const { findings } = await ask<Findings>('/findings', { ...PERIOD, ...narrowing });
  const found = findings.find(({ id }) => id === FRAUD);
  assert.ok(found, findings.map(({ id }) => id).join());
  return found;
};
const decide = async (narrowing: Record<string, string>, action: string, status = 201) => {
  const payload = { client_id: client, ...PERIOD, finding: FRAUD, action, reason: 'Looked at', narrowing };
  const reply = await world.app.inject({ method: 'POST', url: `${LEADS}/findings/decisions`, payload });
  assert.equal(reply.statusCode, status, reply.body);
  return reply.json<FindingDecision>();
};
const undo = async ({ id }: FindingDecision) => {
  const reply = await world.app.inject({ method: 'DELETE', url: `${LEADS}/findings/decisions/${id}` });
  assert.equal(reply.statusCode, 200, reply.body);
};
const leadsFor = async (filter: Record<string, string>) => (await ask<LeadPage>('', { ...filter, limit: '500' })).leads;

test('a segment narrows the leads, the money and the list behind them alike', async () => {
  assert.equal((await fraudIn({})).leads, BOTS.DE + BOTS.US);
  const finding = await fraudIn({ segment: german });
  assert.equal(finding.leads, BOTS.DE);
  assert.equal(finding.at_stake_minor, BOTS.DE * PRICE);
  const { at_stake_minor, findings } = await ask<Findings>('/findings', { ...PERIOD, segment: german });
  assert.equal(at_stake_minor, BOTS.DE * PRICE);
  assert.deepEqual(
    findings.map(({ id, leads, filter }) => [id, leads, filter]),
    [[FRAUD, BOTS.DE, finding.filter]],
  );
  const shown = await leadsFor(finding.filter);
  assert.equal(shown.length, BOTS.DE);
  assert.ok(shown.every(({ external_id }) => external_id?.startsWith('bot-DE-')));
});

test('days, checks and causes of a narrowed finding are those of the part, against its other leads', async () => {
  const detail = await ask<FindingDetail>('/findings/detail', { ...PERIOD, segment: german, finding: FRAUD });
  const sum = (of: 'leads' | 'hits') => detail.daily.reduce((total, day) => total + day[of], 0);
  assert.deepEqual([sum('leads'), sum('hits')], [40 + BOTS.DE, BOTS.DE]);
  const campaign = detail.causes.find(({ dimension }) => dimension === 'campaign_id')?.elements[0];
  assert.deepEqual([campaign?.value, campaign?.leads, campaign?.of], ['bot-campaign', BOTS.DE, BOTS.DE]);
  assert.equal((await leadsFor(campaign?.filter ?? {})).length, BOTS.DE);

  // Beside one other source alone, its rate is what would be expected; that the source is named twice must not mix them up.
  const two = { source: 'Fine,Bad\\, Inc.' };
  const beside = await ask<FindingDetail>('/findings/detail', { ...PERIOD, ...two, finding: FRAUD });
  const expected = beside.causes.find(({ dimension }) => dimension === 'campaign_id')?.elements[0]?.expected ?? 0;
  const rate = BOTS.other / (120 + BOTS.other);
  assert.ok(Math.abs(expected - (BOTS.DE + BOTS.US) * rate) < 0.01, `${expected}`);
  assert.equal(beside.finding.filter.source, 'Bad\\, Inc.');
  assert.ok(!beside.looked_at.includes('Source'));
  // Several countries may be asked for at once and are still told apart.
  const both = await ask<FindingDetail>('/findings/detail', { ...PERIOD, country: 'DE,US', finding: FRAUD });
  assert.ok(both.looked_at.includes('Country'));
  assert.equal(both.finding.leads, BOTS.DE + BOTS.US);
});

test('what was decided about a part of the leads holds for that part; what was decided about all holds in each', async () => {
  const part = await decide({ segment: german }, 'payout_held');
  assert.deepEqual([part.leads, part.listed, part.narrowing], [BOTS.DE, BOTS.DE, { segment: german }]);
  assert.equal((await fraudIn({ segment: german })).state, 'acted');
  assert.equal((await ask<Findings>('/findings', { ...PERIOD, segment: german })).at_stake_minor, 0);
  assert.equal((await fraudIn({})).state, 'open');
  assert.equal((await fraudIn({ country: 'DE' })).state, 'open');
  const held = await leadsFor({ mark: 'payout_hold' });
  assert.equal(held.length, BOTS.DE);
  assert.ok(held.every(({ external_id }) => external_id?.startsWith('bot-DE-')));
  await decide({ segment: german }, 'payout_held', 409);

  const whole = await decide({}, 'dismissed');
  assert.deepEqual(whole.narrowing, {});
  assert.equal((await fraudIn({})).state, 'dismissed');
  assert.equal((await fraudIn({ source: 'Fine,Bad\\, Inc.' })).state, 'dismissed');
  await undo(part);
  assert.deepEqual(await leadsFor({ mark: 'payout_hold' }), []);
  const inSegment = await fraudIn({ segment: german });
  assert.deepEqual([inSegment.state, inSegment.decisions.map(({ id }) => id)], ['dismissed', [whole.id]]);
  await undo(whole);
  assert.equal((await fraudIn({ segment: german })).state, 'open');
});

test('a part opens again when it has grown itself, not when the others have', async () => {
  const part = await decide({ segment: german }, 'dismissed');
  await world.store(client, leadsOf('Bad, Inc.', 14, 'US', true));
  assert.equal((await fraudIn({ segment: german })).state, 'dismissed');
  await world.store(client, leadsOf('Bad, Inc.', 14, 'DE', true));
  const grown = await fraudIn({ segment: german });
  assert.deepEqual([grown.state, grown.grown_by], ['open', 14]);
  await undo(part);
});

test('a segment that is not there, and a choice of failed checks, are refused', async () => {
  await ask('/findings', { ...PERIOD, segment: '0190f0f0-0000-7000-8000-000000000000' }, 404);
  await ask('/findings', { ...PERIOD, flag: 'E06_DISPOSABLE' }, 422);
  await decide({ flag: 'E06_DISPOSABLE' }, 'dismissed', 422);
});

test('the same part has one spelling', () => {
  const one = narrowingOf({ source: 'B,A\\, Inc.', client_id: client, ...PERIOD, country: '' });
  assert.deepEqual(one, { source: 'A\\, Inc.,B' });
  assert.deepEqual(narrowingOf({ source: 'A\\, Inc.,B' }), one);
});

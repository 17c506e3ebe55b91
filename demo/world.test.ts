import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { LeadCreate } from '#contract/lead.ts';
import { ClientCreate, Source } from '#contract/workspace.ts';
import type { DemoLead } from './compose.ts';
import { DEMO_NOW, DEMO_SEED, demoLeads } from './leads.ts';
import { demoWorld } from './world.ts';

const WORLD = demoWorld({ seed: DEMO_SEED, now: DEMO_NOW });
const LEADS = [...WORLD.leads()];

function sha256(items: Iterable<unknown>): string {
  const hash = createHash('sha256');
  for (const item of items) hash.update(JSON.stringify(item));
  return hash.digest('hex');
}

test('the same seed gives the same world, another seed another', () => {
  const digest = (seed: number) => sha256(demoWorld({ seed, now: DEMO_NOW, scale: 0.05 }).leads());
  assert.equal(digest(1), digest(1));
  assert.notEqual(digest(1), digest(2));
  assert.equal(sha256(demoWorld({ seed: DEMO_SEED, now: DEMO_NOW }).leads()), sha256(LEADS));
});

test('there are 50,000 leads, every id once, each in the schema of the API', () => {
  assert.equal(LEADS.length, 50_000);
  assert.equal(new Set(LEADS.map(({ external_id }) => external_id)).size, LEADS.length);
  for (const lead of LEADS) {
    const parsed = LeadCreate.safeParse(lead);
    assert.ok(parsed.success, parsed.success ? '' : `${lead.external_id}: ${parsed.error.message}`);
  }
});

test('clients and sources are in the schema, and differ in currency, zone and country', () => {
  for (const client of WORLD.clients) {
    assert.ok(ClientCreate.safeParse(client).success, client.key);
    for (const source of client.sources) assert.ok(Source.safeParse(source).success, source.name);
    const registered = new Set(client.sources.map(({ name }) => name));
    assert.ok(LEADS.every((lead) => lead.client !== client.key || registered.has(lead.source)));
  }
  for (const field of ['currency', 'time_zone', 'country', 'id', 'industry'] as const) {
    assert.equal(new Set(WORLD.clients.map((client) => client[field])).size, 3, field);
  }
});

test('nothing lies in the future or before the year, and each client comes oldest first', () => {
  const last = new Map<string, number>();
  for (const lead of LEADS) {
    const created = Date.parse(lead.created_at);
    assert.ok(created <= DEMO_NOW.getTime() && created > DEMO_NOW.getTime() - 367 * 86_400_000);
    assert.ok(created >= (last.get(lead.client) ?? 0), lead.external_id);
    last.set(lead.client, created);
    for (const later of [lead.conversion_date, lead.delivered_at]) {
      if (later !== undefined) assert.ok(Date.parse(later) >= created && Date.parse(later) <= DEMO_NOW.getTime());
    }
    if (lead.clicked_at !== undefined) assert.ok(Date.parse(lead.clicked_at) < created);
    assert.equal(lead.conversion_status === 'converted', lead.conversion_date !== undefined);
    assert.equal(lead.conversion_status === 'converted', (lead.revenue ?? 0) > 0);
  }
});

test('weekends and nights are quiet, and the year grows', () => {
  const business = LEADS.filter(({ client }) => client === 'brightwell');
  const weekend = business.filter(({ created_at }) => [0, 6].includes(new Date(created_at).getUTCDay()));
  assert.ok(weekend.length / business.length < 0.15);
  const solar = LEADS.filter(({ client }) => client === 'halcyon').map(({ created_at }) => new Date(created_at));
  const hours = solar.map((at) => Number(at.toLocaleString('en-GB', { hour: '2-digit', timeZone: 'America/Chicago' })));
  assert.ok(hours.filter((hour) => hour >= 1 && hour < 5).length < hours.length * 0.05);
  const half = DEMO_NOW.getTime() - 182.5 * 86_400_000;
  assert.ok(solar.filter((at) => at.getTime() > half).length > solar.length * 0.52);
});

test('better sources convert better', () => {
  const rate = (source: string) => {
    const own = LEADS.filter((lead) => lead.client === 'halcyon' && lead.source === source);
    return own.filter(({ conversion_status }) => conversion_status === 'converted').length / own.length;
  };
  assert.ok(rate('Referral') > rate('Meta') && rate('Organic') > rate('Meta'));
  assert.ok(rate('Meta') > rate('TikTok') && rate('QuoteHarbor') > rate('LeadCrest'));
});

test('campaigns run only between their first and last day', () => {
  for (const client of WORLD.clients) {
    for (const campaign of client.campaigns) {
      const own = LEADS.filter(
        (lead) => lead.client === client.key && lead.source_details?.campaign_id === campaign.id,
      );
      assert.ok(own.length > 0, campaign.name);
      const days = own.map((lead) => localDay(lead, client.time_zone)).sort();
      assert.ok(
        days[0]! >= campaign.starts_on && (campaign.stops_on === undefined || days.at(-1)! <= campaign.stops_on),
        campaign.name,
      );
    }
  }
});

function localDay(lead: DemoLead, timeZone: string): string {
  return new Date(lead.created_at).toLocaleDateString('sv-SE', { timeZone });
}

test('click ids have the shape of their platform and are used once', () => {
  const shapes = {
    gclid: /^(Cj0KCQ|EAIaIQobChMI)[\w-]{40,100}$/,
    fbclid: /^IwY2xjaw[\w-]{50,}_aem_[\w-]{22}$/,
    ttclid: /^E\.C\.P\.[\w-]{120}$/,
    li_fat_id: /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  };
  const seen = new Set<string>();
  let count = 0;
  for (const { source_details } of LEADS) {
    for (const [key, shape] of Object.entries(shapes)) {
      const id = source_details?.[key as keyof typeof shapes];
      if (id === undefined) continue;
      assert.match(id, shape);
      seen.add(id);
      count += 1;
    }
  }
  assert.ok(count > 20_000);
  assert.equal(seen.size, count);
});

test('status changes end where the lead stands and go forward in time', () => {
  const last = new Map<string, { status: string; at: string }>();
  for (const change of WORLD.statusChanges()) {
    const before = last.get(change.external_id);
    if (before === undefined) assert.equal(change.status, 'new');
    else assert.ok(change.at > before.at, change.external_id);
    assert.ok(change.at <= DEMO_NOW.toISOString());
    last.set(change.external_id, change);
  }
  for (const lead of LEADS) assert.equal(last.get(lead.external_id)?.status, lead.conversion_status);
});

test('touchpoints lead up to their lead or follow it, and some visitors never become one', () => {
  const created = new Map(LEADS.map(({ external_id, created_at }) => [external_id, created_at]));
  let strangers = 0;
  let own = 0;
  const late = new Map<string, number>();
  for (const { lead, at, kind } of WORLD.touchpoints()) {
    assert.ok(Date.parse(at) <= DEMO_NOW.getTime());
    if (lead === undefined) strangers += 1;
    else {
      own += 1;
      const after = at > created.get(lead)!;
      assert.equal(after, ['email_open', 'email_click', 'email_reply', 'call', 'meeting'].includes(kind), lead);
      if (after) late.set(kind, (late.get(kind) ?? 0) + 1);
    }
  }
  for (const kind of ['email_open', 'email_click', 'email_reply', 'call', 'meeting']) {
    assert.ok((late.get(kind) ?? 0) > 1000, `${kind}: ${late.get(kind)}`);
  }
  assert.ok(own > 40_000 && strangers > 30_000);
});

test('a stream may carry the id of a client that exists on a server', () => {
  const clientId = '0b6f3a52-8a57-4f0e-9a53-0d2a4cf0a111';
  const leads = [...demoLeads({ seed: 3, count: 100, client: 'nordlicht', clientId })];
  assert.ok(leads.every((lead) => lead.client_id === clientId && lead.client === 'nordlicht'));
});

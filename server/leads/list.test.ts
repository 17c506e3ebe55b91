import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Lead } from '#contract/lead.ts';
import { LEAD_SORTS, type LeadFacets, type LeadPage } from '#contract/lead-list.ts';
import { leadListRoutes } from './routes-list.ts';
import { personWith, type TestWorld, testWorld } from './test-world.ts';

let world: TestWorld;
let mine: string;
let other: string;
const BASE = '/api/v1/marketing/leads';

const SOURCES = ['Google', 'Meta', 'Lead, Inc.'];
const REGIONS = ['Berlin', 'Bayern', ''];
const STAGES = ['new', 'contacted', 'qualified', 'converted', 'lost'] as const;
const GIVEN = ['Max', 'Klara', 'Otto', 'Ingrid', 'Bruno', 'Heike'];
const FAMILY = ['Mustermann', 'Vogt', 'Seidel', 'Krause', 'Lindner', 'Pohl'];
/** 24 leads, one an hour from local midnight of 1 November in Berlin; every seventh repeats the first one's address. */
const drafts = Array.from({ length: 24 }, (_, index) => ({
  external_id: `L${index}`,
  email: index % 7 === 0 ? 'anna.berg@posteo.de' : `person${index}@posteo.de`,
  // Names apart enough that nobody is taken for a likely duplicate.
  name: index % 7 === 0 ? 'Anna Berg' : `${GIVEN[index % 6]} ${FAMILY[index >> 2]}`,
  phone: index === 5 ? '030 901820' : index % 5 === 0 ? '12' : `0151 234567${10 + index}`,
  company: index === 3 ? 'Zeppelin Werke' : undefined,
  source: SOURCES[index % 3] as string,
  source_details: { campaign_id: `c${index % 2}`, keyword: 'solar roof' },
  address: { region: REGIONS[index % 3] as string, country: index % 4 === 0 ? 'AT' : 'DE' },
  conversion_status: STAGES[index % 5],
  conversion_date: index % 5 === 0 ? undefined : `2026-11-0${1 + (index % 5)}T12:00:00Z`,
  revenue: index % 5 === 3 ? 100 * index : undefined,
  created_at: new Date(Date.parse('2026-10-31T23:00:00Z') + index * 3_600_000).toISOString(),
}));

before(async () => {
  world = await testWorld(leadListRoutes);
  [mine, other] = [await world.client(), await world.client()];
  await world.database.owner.query("insert into source (client_id, name, kind) values ($1, 'Google', 'paid_search')", [
    mine,
  ]);
  await world.store(mine, drafts);
  await world.store(other, drafts.slice(0, 5));
});
after(async () => await world.close());

async function get<T>(path: string, query: Record<string, string>, status = 200): Promise<T> {
  const reply = await world.app.inject({ url: `${BASE}${path}`, query });
  assert.equal(reply.statusCode, status, reply.body);
  return reply.json();
}
const list = (query: Record<string, string>) => get<LeadPage>('', { client_id: mine, ...query });
const idsOf = (page: LeadPage) => page.leads.map((lead) => Number(lead.external_id?.slice(1))).sort((a, b) => a - b);
const indexes = (wanted: (index: number) => boolean) => drafts.flatMap((_, index) => (wanted(index) ? [index] : []));

test('every field filters, and only the leads of the client come', async () => {
  world.actAs(personWith('analyst', [mine]));
  const cases: [Record<string, string>, (index: number) => boolean][] = [
    [{}, () => true],
    [{ source: 'Google,Meta' }, (i) => i % 3 !== 2],
    [{ source: 'Lead\\, Inc.' }, (i) => i % 3 === 2],
    [{ source_kind: 'paid_search' }, (i) => i % 3 === 0],
    [{ source_kind: 'other' }, (i) => i % 3 !== 0],
    [{ source_kind: 'email' }, () => false],
    [{ campaign_id: 'c1' }, (i) => i % 2 === 1],
    [{ keyword: 'solar roof', ad_group_id: 'none' }, () => false],
    [{ region: '(none),Bayern' }, (i) => i % 3 !== 0],
    [{ country: 'AT' }, (i) => i % 4 === 0],
    [{ conversion_status: 'converted,lost' }, (i) => i % 5 >= 3],
    [{ reached: 'qualified' }, (i) => i % 5 === 2 || i % 5 === 3],
    [{ flag: 'P01_PARSE,P02_INVALID_RANGE' }, (i) => i % 5 === 0 && i !== 5],
    [{ duplicate: 'true' }, (i) => i > 0 && i % 7 === 0],
    [{ duplicate: 'false' }, (i) => i === 0 || i % 7 !== 0],
    [{ duplicate_source: 'Google' }, (i) => i === 7],
    [{ revenue: '-800,1800-1800' }, (i) => i === 3 || i === 8 || i === 18],
    [{ email_domain: 'posteo.de' }, () => true],
    [{ phone_type: 'mobile' }, (i) => i % 5 !== 0 && i % 4 !== 0],
    [{ conversion_date: '2026-11-02' }, (i) => i % 5 === 1],
    [{ conversion_date: '..2026-11-03' }, (i) => i % 5 === 1 || i % 5 === 2],
    [{ updated_at: '2026-11-20..' }, () => true],
    [{ updated_at: '2026-11-21..' }, () => false],
    [{ from: '2026-11-01', to: '2026-11-01' }, () => true],
    [{ to: '2026-10-31' }, () => false],
    [{ from: '2026-11-02' }, () => false],
    [{ quality_score: '0-39,40-59,60-79,80-100' }, () => true],
  ];
  for (const [query, wanted] of cases) {
    assert.deepEqual(idsOf(await list(query)), indexes(wanted), JSON.stringify(query));
  }
  assert.equal((await get<LeadPage>('', {})).total, 24);
  world.actAs(personWith('analyst', [mine, other]));
  assert.equal((await get<LeadPage>('', {})).total, 29);
});

test('a value that cannot be read is a 422 that names its field', async () => {
  world.actAs(personWith('analyst', [mine]));
  const bad = {
    validation_status: 'good',
    conversion_status: 'new,sold',
    source_kind: 'billboard',
    quality_score: '39-0',
    revenue: 'much',
    flag: 'X99',
    duplicate: 'maybe',
    conversion_date: '2026-02-30',
    updated_at: '2026-02-01..2026-01-01',
    from: '0001-01-01',
    to: '2026-13-01',
    reached: 'new',
    import_id: '7',
    cursor: 'aGVsbG8',
    sort: 'email',
    limit: '0',
  };
  for (const [field, value] of Object.entries(bad)) {
    const problem = await get<{ errors: { field: string }[] }>('', { client_id: mine, [field]: value }, 422);
    assert.deepEqual(
      problem.errors.map((error) => error.field),
      [field],
    );
  }
  const crossed = await get<{ errors: { field: string }[] }>('', { from: '2026-11-02', to: '2026-11-01' }, 422);
  assert.equal(crossed.errors[0]?.field, 'to');
  await get('', { client_id: other }, 404);
});

test('no text of a filter becomes SQL', async () => {
  world.actAs(personWith('analyst', [mine]));
  for (const text of ["' or 1=1 --", "'} or true --", '{client:UUID}', '\\', "\\'", '\u0001', '%', 'a\nb\tc']) {
    assert.equal((await list({ source: text })).total, 0, JSON.stringify(text));
    assert.equal((await list({ keyword: text })).total, 0, JSON.stringify(text));
  }
});

test('pages of every sort cover all leads exactly once, in order', async () => {
  world.actAs(personWith('analyst', [mine]));
  for (const field of LEAD_SORTS) {
    for (const sort of [field, `-${field}`]) {
      const seen: Lead[] = [];
      let cursor: string | null = null;
      do {
        const page: LeadPage = await list({ sort, limit: '5', ...(cursor ? { cursor } : {}) });
        assert.equal(page.total, 24);
        seen.push(...page.leads);
        cursor = page.next_cursor;
      } while (cursor);
      assert.equal(new Set(seen.map((lead) => lead.id)).size, 24, sort);
      assert.equal(seen.length, 24, sort);
      const values = seen.map((lead) => (field === 'revenue' ? (lead.revenue ?? -1) : (lead[field] ?? '')));
      const ordered = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      assert.deepEqual(values, sort === field ? ordered : ordered.reverse(), sort);
    }
  }
});

test('facets ignore their own choice, obey the others, and those with one value per lead sum up', async () => {
  world.actAs(personWith('analyst', [mine]));
  const single = ['source', 'validation_status', 'conversion_status', 'quality_score', 'country', 'region'] as const;
  const choices: Record<string, string>[] = [
    {},
    { source: 'Google' },
    { source: 'Google', conversion_status: 'converted,new' },
    { region: '(none)', flag: 'P01_PARSE' },
    { quality_score: '0-39', country: 'AT', source: 'Meta' },
  ];
  for (const choice of choices) {
    const facets = await get<LeadFacets>('/facets', { client_id: mine, ...choice });
    for (const facet of single) {
      const { [facet]: _, ...others } = choice;
      const total = facets[facet]?.reduce((sum, { leads }) => sum + leads, 0);
      assert.equal(total, (await list(others)).total, `${facet} of ${JSON.stringify(choice)}`);
      for (const { value, leads } of facets[facet] ?? []) {
        const narrowed = await list({ ...others, [facet]: value.replaceAll(',', '\\,') });
        assert.equal(narrowed.total, leads, `${facet}=${value} of ${JSON.stringify(choice)}`);
      }
    }
  }
});

test('search finds a whole address, a number in any writing, and beginnings of words; the text is kept nowhere', async () => {
  world.actAs(personWith('analyst', [mine, other]));
  const search = async (text: string, more: object = {}) => {
    const reply = await world.app.inject({ method: 'POST', url: `${BASE}/search`, payload: { text, ...more } });
    assert.equal(reply.statusCode, 200, reply.body);
    return reply.json<LeadPage>();
  };
  const here = { filter: { client_id: mine } };
  assert.deepEqual(idsOf(await search('Anna.Berg@POSTEO.de', here)), [0, 7, 14, 21]);
  assert.deepEqual(idsOf(await search('+49 (30) 901820', here)), [5]);
  assert.deepEqual(idsOf(await search('030/901820', here)), [5]);
  assert.deepEqual(idsOf(await search('zepp wer', here)), [3]);
  assert.equal((await search('anna berg')).total, 5);
  assert.equal((await search('anna mustermann', here)).total, 0);
  assert.equal((await search('anna.berg@posteo.de', { filter: { client_id: mine, source: 'Meta' } })).total, 1);
  assert.equal((await search('nobody@posteo.de', here)).total, 0);
  const page = await search('anna', here);
  assert.ok(page.leads.every((lead) => lead.masked && !lead.email.startsWith('anna.berg@')));
  const refused = await world.app.inject({ method: 'POST', url: `${BASE}/search`, payload: { text: '--' } });
  assert.equal(refused.statusCode, 422);
  const { rows } = await world.database.owner.query(
    "select detail::text as detail from audit_entry where action = 'lead.searched' and client_id = $1",
    [mine],
  );
  assert.ok(rows.length >= 9);
  assert.doesNotMatch(JSON.stringify(rows), /anna|zepp|901820/i);
});

test('personal values come only with the right to reveal, and each page shown is in the audit log', async () => {
  world.actAs(personWith('marketer', [mine]));
  assert.ok((await list({})).leads.every((lead) => lead.masked));
  await get('', { client_id: mine, reveal: 'true' }, 403);
  world.actAs(personWith('analyst', [mine]));
  const page = await list({ reveal: 'true', sort: 'created_at', limit: '3' });
  assert.deepEqual(
    page.leads.map((lead) => lead.email),
    ['anna.berg@posteo.de', 'person1@posteo.de', 'person2@posteo.de'],
  );
  const { rows } = await world.database.owner.query(
    "select detail from audit_entry where action = 'lead.listed' and client_id = $1",
    [mine],
  );
  assert.deepEqual(rows, [{ detail: { leads: 3 } }]);
});

test('a status that went back still counts as reached, and a deleted lead is gone', async () => {
  const clientId = await world.client();
  world.actAs(personWith('analyst', [clientId]));
  const ids = await world.store(clientId, drafts.slice(0, 2));
  await world.database.owner.query("update lead set conversion_status = 'lost', contacted_at = now() where id = $1", [
    ids[0],
  ]);
  await world.deps.pull.fresh();
  const reached = await get<LeadPage>('', { client_id: clientId, reached: 'contacted' });
  assert.deepEqual(idsOf(reached), [0, 1]);
  await world.database.owner.query('delete from lead where id = $1', [ids[1]]);
  await world.deps.pull.fresh();
  assert.deepEqual(idsOf(await get<LeadPage>('', { client_id: clientId })), [0]);
});

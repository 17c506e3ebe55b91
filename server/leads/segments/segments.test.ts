import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Analytics } from '#contract/analytics.ts';
import type { LeadFacets, LeadPage } from '#contract/lead-list.ts';
import type { Segment, SegmentPreview } from '#contract/segment.ts';
import type { SegmentGroup } from '#contract/segment-rules.ts';
import { drafts, google, group, LEADS, type SegmentWorld, segmentWorld } from './testing.ts';

let { world, mine, other, ids, send, count } = {} as SegmentWorld;
before(async () => {
  ({ world, mine, other, ids, send, count } = await segmentWorld());
});
after(async () => await world.close());

const base = () => `/api/v1/clients/${mine}/segments`;
const save = (name: string, rules: SegmentGroup) => send<Segment>('POST', base(), { name, rules }, 201);

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

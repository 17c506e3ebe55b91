/** Every route of the API with another client's ids, asked by everyone who may not know of them. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_ENGAGEMENT } from '#domain/engagement/score.ts';
import { DEFAULT_RULES } from '#domain/lead-score/default-rules.ts';
import type { Browser } from './people/testing.ts';
import { expectStatus } from './people/testing.ts';
import { CLIENT_ACTIONS } from './platform/access.ts';
import { headersOf, type TestApp, testApp } from './testing.ts';
import { CANARY, type FilledClient, fillClient, PERSONAL } from './testing-client.ts';
import { addressOf, type Known, type Route, routesOf, validValue } from './testing-requests.ts';

const HEARD_MS_MAX = 5_000;
const HIDDEN = [401, 403, 404];

/** Answered without credentials, because a person has none yet. What they must not do is in the tests of people. */
const PUBLIC: Record<string, number> = {
  'GET /api/v1/setup': 200,
  'POST /api/v1/setup': 403,
  'GET /api/v1/invitations/{token}': 404,
  'POST /api/v1/invitations/{token}': 404,
};
/** What changes nothing of the client's, and so is open to who may only read, though it is no GET. */
const READING = [
  'POST /api/v1/marketing/leads/search',
  'POST /api/v1/marketing/leads/validate',
  'POST /api/v1/clients/{client_id}/segments/count',
  'POST /api/v1/clients/{client_id}/segments/preview',
  'POST /api/v1/marketing/duplicates/preview',
  'POST /api/v1/views',
  'DELETE /api/v1/sessions',
];
/** Their body is a file, which OpenAPI has no schema for. */
const FILE_BODIES = ['POST /api/v1/imports/uploads'];

interface Caller {
  name: string;
  headers: Record<string, string>;
}

let world: TestApp;
let routes: Route[];
let ours: string;
let theirs: FilledClient;
const people = new Map<string, { id: string; browser: Browser }>();

before(async () => {
  world = await testApp();
  routes = routesOf(world.app);
  ours = await world.addClient('Ours');
  theirs = await fillClient(world);
  for (const role of ['read_only', 'analyst', 'admin'] as const) people.set(role, await world.addPerson(role, ours));
  const roles = [
    { client_id: ours, role: 'analyst' },
    { client_id: theirs.client, role: 'read_only' },
  ];
  const both = await world.addPerson('read_only', ours, 'both@example.com');
  people.set('both', both);
  expectStatus(await world.owner.put(`/api/v1/people/${both.id}/roles`, { organisation_role: null, roles }), 200);
});
after(async () => await world.stop());

const signedIn = (name: string): Caller => {
  const found = people.get(name);
  assert.ok(found);
  return { name, headers: headersOf(world, found.browser) };
};

/** The other client's id for each field and path; `client` is the client the request says it is about. */
function idsOf(route: Route, client: string): Known {
  const ofPath: Record<string, string> = {
    leads: theirs.lead,
    jobs: theirs.job,
    imports: theirs.import,
    keys: theirs.key,
    segments: theirs.segment,
    'suppression-lists': theirs.suppressionList,
    views: theirs.view,
    people: theirs.person,
    sessions: theirs.session,
    invitations: theirs.invitation,
    'collect-sites': theirs.site,
    merges: theirs.merge,
    answers: theirs.answer,
    'auto-merge': theirs.job,
    decisions: theirs.decision,
    annotations: theirs.annotation,
  };
  const ids: Record<string, unknown> = {
    client_id: client,
    client_ids: [client],
    ids: [theirs.lead],
    lead_a: theirs.lead,
    lead_b: theirs.twin,
    leads: [theirs.lead, theirs.twin],
    upload_id: theirs.import,
    import_id: theirs.import,
    segment: theirs.segment,
    object_id: theirs.lead,
    external_id: 'their-lead',
    actor: `person:${theirs.person}`,
    actions: ['lead.read'],
    text: PERSONAL,
    metrics: 'leads',
    constants: { email: 'someone@example.org' },
    ...(route.name.endsWith('/scoring/preview') ? { body: DEFAULT_RULES } : {}),
    ...(route.path.endsWith('/scoring') ? { rules: DEFAULT_RULES } : {}),
    ...(route.path.endsWith('/engagement') ? { rules: DEFAULT_ENGAGEMENT } : {}),
    visitor_id: 'a visitor',
    origins: ['https://example.org'],
    lead_id: theirs.lead,
    ...(route.path.includes('{client_id}/segments') ? { rules: { kind: 'group', match: 'all', rules: [] } } : {}),
  };
  return (field) => {
    if (route.path.includes(`{${field}}`) && field !== 'client_id') {
      const collection = route.path.split(`/{${field}}`)[0]?.split('/').at(-1) ?? '';
      assert.ok(ofPath[collection], `${route.name}: say here what {${field}} of the other client is`);
      return ofPath[collection];
    }
    // A path always names the other client; only what stands beside it may name ours.
    if (field === 'client_id' && route.path.includes('{client_id}')) return theirs.client;
    return ids[field];
  };
}

async function ask(caller: Caller, route: Route, client: string, withQuery = true) {
  const known = idsOf(route, client);
  const isFile = FILE_BODIES.includes(route.name);
  const body = route.body && validValue(route.body, 'body', known);
  // As long as a request takes to earn: there are more routes than a person may ask at once.
  world.time.aheadMs += 50;
  const response = await world.app.inject({
    method: route.method,
    url: addressOf(route, known, withQuery),
    remoteAddress: '10.0.0.1',
    headers: { ...caller.headers, ...(isFile ? { 'content-type': 'application/octet-stream' } : {}) },
    ...(isFile ? { payload: Buffer.from('email\na@example.org\n') } : {}),
    ...(body === undefined ? {} : { payload: body as object }),
  });
  const { statusCode: status } = response;
  assert.ok(![400, 415, 422].includes(status), `${route.name}: this test cannot fill it: ${response.body}`);
  assert.notEqual(status, 429, `${caller.name} is asked to slow down`);
  assert.ok(status < 500, `${caller.name}, ${route.name}: ${response.body}`);
  const sent = JSON.stringify([addressOf(route, known, withQuery), body]);
  return { status, text: response.body, namesTheirs: Object.values(theirs).some((id) => sent.includes(id)) };
}

/** Everything stored of the other client, as one text per table. */
async function stored(): Promise<Map<string, string>> {
  const { rows } = await world.database.owner.query<{ name: string }>(
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name = 'client_id'
       and table_name in (select relname from pg_class where relkind = 'r')`,
  );
  const parts = [
    ...rows.map(({ name }) => [name, 'client_id::text', theirs.client]),
    ['client', 'id::text', theirs.client],
    ['api_key', 'id::text', theirs.key],
    ['invitation', 'id::text', theirs.invitation],
    ['auth_user', 'id', theirs.person],
    ['auth_session', 'user_id', theirs.person],
  ];
  const texts = new Map<string, string>();
  for (const [name, column, id] of parts) {
    const found = await world.database.owner.query<{ text: string | null }>(
      `select string_agg(t::text, ' ' order by t::text) as text from ${name} t where ${column} = $1`,
      [id],
    );
    texts.set(name ?? '', found.rows[0]?.text ?? '');
  }
  return texts;
}

async function expiredKey(how: string): Promise<Caller> {
  const { id, header } = await world.key([...CLIENT_ACTIONS], [ours, theirs.client], `${how} key`);
  const caller = { name: `${how} key`, headers: { authorization: header } };
  // It worked, and is remembered as working.
  expectStatus(await world.app.inject({ url: '/api/v1/clients', headers: caller.headers }), 200);
  if (how === 'revoked') expectStatus(await world.owner.delete(`/api/v1/keys/${id}`), 204);
  else await world.database.owner.query("update api_key set expires_at = now() - interval '1 s' where id = $1", [id]);
  return caller;
}

async function expiredSession(): Promise<Caller> {
  const { id, browser } = await world.addPerson('admin', theirs.client);
  expectStatus(await browser.get('/api/v1/me'), 200);
  await world.database.owner.query("update auth_session set expires_at = now() - interval '1 s' where user_id = $1", [
    id,
  ]);
  return { name: 'expired session', headers: headersOf(world, browser) };
}

/** Rights that changed in the database are announced to the server, long before it would forget them by itself. */
async function becomeUnknown({ name, headers }: Caller): Promise<void> {
  for (const deadline = Date.now() + HEARD_MS_MAX; ; await sleep(50)) {
    const { statusCode } = await world.app.inject({ url: '/api/v1/clients', headers });
    if (statusCode === 200 && Date.now() < deadline) continue;
    return assert.equal(statusCode, 401, name);
  }
}

test('who cannot say who they are gets nothing but 401 from every route', async () => {
  const callers: Caller[] = [
    { name: 'nobody', headers: { host: world.host, origin: world.origin } },
    await expiredSession(),
    await expiredKey('expired'),
    await expiredKey('revoked'),
  ];
  for (const caller of callers) {
    await becomeUnknown(caller);
    for (const route of routes) {
      const { status, text } = await ask(caller, route, theirs.client);
      assert.equal(status, PUBLIC[route.name] ?? 401, `${caller.name}, ${route.name}: ${text}`);
      for (const word of [CANARY, PERSONAL]) assert.ok(!text.toLowerCase().includes(word), `${route.name}: ${text}`);
    }
  }
});

test('people and keys of one client learn nothing of another, and change nothing there', async () => {
  const key = await world.key([...CLIENT_ACTIONS], [ours], 'Our key');
  const callers: Caller[] = [
    ...['read_only', 'analyst', 'admin'].map(signedIn),
    { name: 'key of another client', headers: { authorization: key.header } },
  ];
  const before = await stored();
  let asked = 0;
  for (const caller of callers) {
    for (const route of routes) {
      const about = `${caller.name}, ${route.name}`;
      const direct = await ask(caller, route, theirs.client);
      if (direct.namesTheirs) {
        asked++;
        assert.ok(HIDDEN.includes(direct.status), `${about} answered ${direct.status}: ${direct.text}`);
      }
      // A request about our own client that slips in their ids, and one that leaves open which client it is about.
      const mixed = await ask(caller, route, ours);
      const open = await ask(caller, route, ours, false);
      if (route.path.includes('{')) assert.ok(HIDDEN.includes(mixed.status), `${about}: ${mixed.text}`);
      for (const { text } of [direct, mixed, open]) {
        for (const word of [CANARY, PERSONAL]) assert.ok(!text.toLowerCase().includes(word), `${about}: ${text}`);
      }
    }
  }
  assert.ok(asked > routes.length * 3, `only ${asked} requests named the other client`);
  assert.deepEqual(await stored(), before);
});

test('who may only read a client sees no personal value there and changes nothing', async () => {
  const caller = signedIn('both');
  const before = await stored();
  let read = 0;
  for (const route of routes.filter(({ name }) => PUBLIC[name] === undefined)) {
    const { status, text, namesTheirs } = await ask(caller, route, theirs.client);
    const mayAnswer = route.method === 'GET' || READING.includes(route.name) || !namesTheirs;
    if (!mayAnswer) assert.ok(HIDDEN.includes(status), `${route.name} answered ${status}: ${text}`);
    assert.ok(!text.toLowerCase().includes(PERSONAL), `${route.name}: ${text}`);
    if (namesTheirs && status === 200) read++;
  }
  assert.ok(read >= 15, `only ${read} routes answered`);
  const now = await stored();
  // Searching is recorded, and a view of one's own may be saved.
  for (const table of ['audit_entry', 'saved_view']) for (const copy of [before, now]) copy.delete(table);
  assert.deepEqual(now, before);
});

test('the owner sees what was planted, so that its absence elsewhere means something', async () => {
  const lead = await world.owner.post(`/api/v1/marketing/leads/${theirs.lead}/reveal`);
  expectStatus(lead, 200);
  assert.ok(lead.body.includes(PERSONAL) && lead.body.includes(CANARY));
  const rejects = await world.owner.get(`/api/v1/imports/${theirs.import}/rejects`);
  assert.ok(rejects.body.includes(PERSONAL), rejects.body);
});

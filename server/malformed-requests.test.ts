/** Thousands of requests that are wrong somewhere, made from the OpenAPI document: each is refused, and nothing stays. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import type { Problem } from '#contract/common.ts';
import { expectStatus } from './people/testing.ts';
import { CLIENT_ACTIONS } from './platform/access.ts';
import { headersOf, rowCounts, type TestApp, testApp } from './testing.ts';
import { JSON_TYPE, placesOf, put, type Wrong, withQuery, wrongRequests } from './testing-malformed.ts';
import { addressOf, type Known, type Route, routesOf, validValue } from './testing-requests.ts';

const REQUESTS = 10_000;
const ODD_READS = 400;
const AT_ONCE = 8;
const DRAWN_AT_ONCE = 100;
/** The clock moves on with each request, so that people are not asked to slow down. */
const STEP_MS = 60;
/** The same requests in every run: what one run finds, the next finds too. */
const SEED = 20_261_129;
/** They change nothing, whatever they are asked. */
const READING = ['POST /api/v1/marketing/leads/search', 'POST /api/v1/marketing/leads/validate'];
/** Their body is a file. */
const FILE_BODIES = ['POST /api/v1/imports/uploads'];

let world: TestApp;
let routes: Route[];
let known: Known;
let callers: Record<string, string>[];
/** A person who may do nothing any more. */
let withoutRole: Record<string, string>;

before(async () => {
  world = await testApp();
  routes = routesOf(world.app);
  const client = await world.addClient('Acme');
  const key = await world.key([...CLIENT_ACTIONS], [client]);
  callers = [{ authorization: key.header }, headersOf(world, world.owner)];
  const left = await world.addPerson('analyst', client);
  expectStatus(await world.owner.put(`/api/v1/people/${left.id}/roles`, { organisation_role: null, roles: [] }), 200);
  withoutRole = headersOf(world, left.browser);
  const lead = { client_id: client, email: 'a@example.org', source: 'Meta' };
  const delivered = await world.owner.post('/api/v1/marketing/leads', lead);
  expectStatus(delivered, 201);
  const id = delivered.json<{ leads: { id: string }[] }>().leads[0]?.id;
  const values: Record<string, unknown> = {
    client_id: client,
    client_ids: [client],
    ids: [id],
    id,
    actions: ['lead.read'],
    metrics: 'leads',
    constants: { email: 'a@example.org' },
  };
  known = (field) => values[field];
});
after(async () => await world.stop());

async function send({ route, url, headers, payload }: Wrong) {
  world.time.aheadMs += STEP_MS;
  return await world.app.inject({
    method: route.method,
    url,
    headers,
    remoteAddress: '10.0.0.1',
    ...(payload === undefined ? {} : { payload }),
  });
}

/** Draws in parts, because a server whose event loop stands still refuses for a while what it is asked afterwards. */
async function drawn<T>(arbitrary: fc.Arbitrary<T>, count: number): Promise<T[]> {
  const all: T[] = [];
  for (let part = 0; all.length < count; part++) {
    all.push(...fc.sample(arbitrary, { numRuns: Math.min(DRAWN_AT_ONCE, count - all.length), seed: SEED + part }));
    await setImmediate();
  }
  return all;
}

/** Works through the list, a few at a time. */
async function forEach<T>(list: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let one = list[next++]; one !== undefined; one = list[next++]) await work(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

test(`${REQUESTS} malformed requests are refused with a problem that names the fault, and leave nothing`, async (context) => {
  const arbitrary = fc.oneof(
    ...callers.flatMap((headers) =>
      routes.filter(({ name }) => !FILE_BODIES.includes(name)).map((route) => wrongRequests(route, headers, known)),
    ),
  );
  const requests = await drawn(arbitrary, REQUESTS);
  const before = await rowCounts(world);
  const statuses: Record<number, number> = {};
  const faults = new Map<string, string>();
  await forEach(requests, async (wrong) => {
    const response = await send(wrong);
    const { statusCode: status, body } = response;
    statuses[status] = (statuses[status] ?? 0) + 1;
    const report = (what: string): void =>
      void faults.set(
        `${what}: ${wrong.route.name}, ${wrong.fault.split(' ')[0]}`,
        `${wrong.fault}\n  ${status} ${body.slice(0, 300)}`,
      );
    if (status >= 500) return report('our fault');
    if (status < 400) return report('accepted');
    if (!String(response.headers['content-type']).startsWith('application/problem+json'))
      return report('no problem document');
    const problem = response.json<Problem>();
    if (!problem.title || !problem.detail || problem.status !== status) return report('nothing said');
    if (status === 422 && !problem.errors?.every(({ field }) => field.length > 0)) return report('no field named');
    if (status === 429) return report('asked to slow down');
  });
  context.diagnostic(JSON.stringify(statuses));
  assert.deepEqual(
    [...faults].map(([what, how]) => `${what}\n  ${how}`),
    [],
  );
  assert.deepEqual(await rowCounts(world), before);
  assert.equal(({} as { polluted?: unknown }).polluted, undefined);
});

test(`${ODD_READS} questions with odd texts are answered or refused`, async () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom(
      '\0',
      '\ud800',
      '%',
      "'; drop table lead; --",
      '{x:String}',
      '\\',
      '(none)',
      '1-2,3',
      '..',
      '2026-01-01..',
      '-',
      ',',
      '\\,',
      '😀'.repeat(20),
    ),
  );
  const reading = routes.filter(
    ({ method, name }) => (method === 'GET' || READING.includes(name)) && !name.endsWith('/events'),
  );
  const arbitrary = fc.constantFrom(...reading).chain((route) =>
    fc.tuple(fc.constantFrom(...callers, withoutRole), text, fc.nat()).map(([headers, odd, pick]): Wrong => {
      const places = route.body
        ? placesOf(route.body).filter(({ schema }) => schema.type === 'string' && !schema.format && !schema.enum)
        : [];
      const place = places[pick % Math.max(places.length, 1)];
      const free = route.parameters.filter(
        ({ in: where, schema }) => where === 'query' && schema.type === 'string' && !schema.format,
      );
      const name = free[pick % Math.max(free.length, 1)]?.name;
      // Who names no client asks about all that they may see, which may be none.
      const url = addressOf(route, known, pick % 2 === 0);
      const body = route.body && validValue(route.body, 'body', known);
      return {
        route,
        fault: JSON.stringify([place?.path ?? name, odd]),
        url: name === undefined ? url : withQuery(url, name, encodeURIComponent(odd.toWellFormed())),
        headers: { ...headers, ...(body === undefined ? {} : JSON_TYPE) },
        payload: body === undefined ? undefined : JSON.stringify(place ? put(body, place.path, odd) : body),
      };
    }),
  );
  const faults = new Map<string, string>();
  await forEach(await drawn(arbitrary, ODD_READS), async (odd) => {
    const { statusCode, body } = await send(odd);
    if (statusCode >= 500 || statusCode === 429)
      faults.set(odd.route.name, `${odd.fault} ${statusCode} ${body.slice(0, 300)}`);
  });
  assert.deepEqual([...faults], []);
});

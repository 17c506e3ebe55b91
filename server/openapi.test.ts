import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { LeadCreate } from '#contract/lead.ts';
import { type TestApp, testApp } from './testing.ts';

interface Operation {
  summary?: string;
  tags?: string[];
  responses?: Record<string, unknown>;
}

let world: TestApp;
before(async () => {
  world = await testApp();
});
after(async () => await world.stop());

const documentOf = () =>
  JSON.parse(JSON.stringify(world.app.swagger())) as { paths: Record<string, Record<string, Operation>> };

test('the checked-in document is the one the server answers with; else run `node tools/openapi.ts`', async () => {
  const checkedIn = JSON.parse(await readFile(new URL('../docs/openapi.json', import.meta.url), 'utf8')) as unknown;
  assert.deepEqual(documentOf(), checkedIn);
  const answer = await world.app.inject({ url: '/api/v1/openapi.json', headers: { host: world.host } });
  assert.equal(answer.statusCode, 200);
  assert.deepEqual(answer.json(), checkedIn);
});

test('the endpoints of the specification are there under their names', () => {
  const { paths } = documentOf();
  const wanted = [
    ['get', '/api/v1/marketing/leads'],
    ['post', '/api/v1/marketing/leads/validate'],
    ['post', '/api/v1/marketing/leads/audit'],
    ['get', '/api/v1/marketing/leads/analytics'],
    ['post', '/api/v1/marketing/leads/export'],
  ] as const;
  for (const [method, path] of wanted) assert.ok(paths[path]?.[method], `${method} ${path}`);
});

test('every operation has a summary, a tag and its problems', () => {
  for (const [path, operations] of Object.entries(documentOf().paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      assert.ok(operation.summary, `${method} ${path} has no summary`);
      assert.ok(operation.tags?.length, `${method} ${path} has no tag`);
      if (operation.responses && Object.keys(operation.responses).length > 1) {
        assert.ok('4XX' in operation.responses, `${method} ${path} does not tell of problems`);
      }
    }
  }
});

test('the example of a lead is one that is accepted', () => {
  const [example] = (LeadCreate.meta()?.examples ?? []) as unknown[];
  assert.ok(LeadCreate.safeParse(example).success);
});

test('the reference page and its files are open to read', async () => {
  const page = await world.app.inject({ url: '/api/docs/', headers: { host: world.host } });
  assert.equal(page.statusCode, 200);
  assert.match(page.headers['content-type'] as string, /text\/html/);
  assert.doesNotMatch(page.headers['content-security-policy'] as string, /script-src[^;]*unsafe-inline/);
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DEMO_NOW, demoLeads } from '../demo/leads.ts';
import { openBrowser, type TestBrowser } from './browser.ts';
import { startWorld, type World } from './world.ts';

const LEADS = 400;
let world: World;
let browser: TestBrowser;
let clientId: string;
before(async () => {
  world = await startWorld();
  browser = await openBrowser();
  await browser.page.goto(world.setupUrl);
  const account = { name: 'Ada Lovelace', email: 'ada@example.com', password: 'a walk along the canal 7' };
  await post('/api/v1/setup', { token: world.setupUrl.split('#')[1], ...account });
  const client = { name: 'Halcyon Solar', currency: 'USD', time_zone: 'America/Chicago', country: 'US' };
  clientId = (await post('/api/v1/clients', client)).id as string;
  const leads = [...demoLeads({ seed: 5, count: LEADS, clientId, now: DEMO_NOW })];
  await post(
    '/api/v1/marketing/leads',
    leads.map(({ client: _, ...lead }) => lead),
  );
  // A list waits until everything delivered is counted; who is signed in is told of the leads counted so far.
  await browser.page.request.get(`${world.server.url}/api/v1/marketing/leads?limit=1`);
});
after(async () => {
  await browser?.close('segments');
  await world?.stop();
});

async function post(path: string, data: unknown): Promise<Record<string, unknown>> {
  const answer = await browser.page.request.post(`${world.server.url}${path}`, {
    data,
    headers: { origin: world.server.url },
  });
  assert.ok(answer.ok(), `${path}: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}

test('build a segment and export it: the count, the page and the file agree', async () => {
  const { page } = browser;
  await page.goto(`${world.server.url}/lead-audit/segments`);
  await page.getByRole('button', { name: 'Build a segment' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Good Google leads');

  await page.getByRole('button', { name: 'Add rule' }).click();
  // The new rule has the focus, and its lists are the browser's own: all of this can be done by keyboard.
  await page.locator('select[aria-label=About]:focus').waitFor();
  await page.getByRole('combobox', { name: 'Source', exact: true }).fill('Google');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Add group' }).click();
  const group = page.getByRole('group', { name: 'Group 2' });
  await group.getByRole('button', { name: 'All', exact: true }).click();
  await group.getByLabel('About').selectOption('number:quality_score');
  await group.getByLabel('Quality score, at least').fill('60');

  const rules = {
    kind: 'group',
    match: 'all',
    rules: [
      { kind: 'text', field: 'source', operator: 'is', values: ['Google'] },
      { kind: 'group', match: 'all', rules: [{ kind: 'number', field: 'quality_score', min: 60 }] },
    ],
  };
  const { leads } = (await post(`/api/v1/clients/${clientId}/segments/count`, { rules })) as { leads: number };
  assert.ok(leads > 10 && leads < LEADS, `${leads} leads`);
  await page
    .getByRole('status')
    .filter({ hasText: `${leads} of ${LEADS} leads` })
    .waitFor();
  await page.getByRole('button', { name: 'Save segment' }).click();

  await page.getByRole('link', { name: 'Show leads' }).click();
  await page.waitForURL(/\/lead-audit\/leads.*segment=/);
  await page
    .getByRole('status')
    .filter({ hasText: `${leads} of ${LEADS} leads` })
    .waitFor();
  assert.match((await page.getByRole('button', { name: /^Segment:/ }).getAttribute('aria-label')) ?? '', /Good Google/);

  // The segment goes along to the next page and narrows its numbers too.
  await page.getByRole('link', { name: 'Overview', exact: true }).first().click();
  await page.getByText(`All ${leads} leads checked.`).waitFor();
  await page.goBack();

  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const started = page.waitForResponse((answer) => answer.url().endsWith('/leads/export'));
  await page.getByRole('button', { name: /CSV/ }).click();
  const { job } = (await (await started).json()) as { job: { id: string } };
  const jobUrl = `${world.server.url}/api/v1/jobs/${job.id}`;
  let state = '';
  while (!['completed', 'failed'].includes(state)) {
    await page.waitForTimeout(100);
    ({ state } = (await (await page.request.get(jobUrl)).json()) as { state: string });
  }
  const file = await (await page.request.get(`${jobUrl}/file`)).text();
  const lines = file.trimEnd().split('\n');
  assert.equal(lines.length, leads + 1);
  assert.ok(lines.slice(1).every((line) => line.includes('Google')));
  assert.deepEqual(browser.complaints, []);
});

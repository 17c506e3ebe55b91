import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { DuplicateSummary } from '#contract/duplicates.ts';
import type { Lead } from '#contract/lead.ts';
import { openBrowser, type TestBrowser } from './browser.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let browser: TestBrowser;
let clientId: string;

before(async () => {
  world = await startWorld();
  browser = await openBrowser();
  await browser.page.goto(world.setupUrl);
  const token = world.setupUrl.split('#')[1];
  await post('/api/v1/setup', {
    token,
    name: 'Ada Lovelace',
    email: 'ada@example.com',
    password: 'a walk along the canal 7',
  });
  const client = { name: 'Halcyon Solar', currency: 'USD', time_zone: 'America/Chicago', country: 'US' };
  clientId = (await post('/api/v1/clients', client)).id as string;
  const sources = [{ name: 'QuoteHarbor', kind: 'partner', price_minor: 2400 }];
  await browser.page.request.put(`${world.server.url}/api/v1/clients/${clientId}/sources`, {
    data: { sources },
    headers: { origin: world.server.url },
  });
  for (const lead of LEADS) await post('/api/v1/marketing/leads', { ...lead, client_id: clientId });
});
after(async () => {
  await browser?.close('merge-undo');
  await world?.stop();
});

const address = { street: '412 Bouldin Ave', city: 'Austin', region: 'TX', postal_code: '78704', country: 'US' };
/** Two people who came twice each, from other mailboxes and with other numbers, and one who came once. */
const LEADS = [
  person('Elenora Castillo', 'elenora.castillo@gmail.com', '(512) 555-3172', 'Meta', '2026-11-18T15:06:00Z'),
  person('Elenora Castillo', 'ecastillo88@yahoo.com', '(512) 555-7721', 'QuoteHarbor', '2026-11-18T21:22:00Z'),
  person('Desmond Okonjo', 'desmond.okonjo@gmail.com', '(512) 555-9041', 'Google', '2026-11-17T15:06:00Z', '9 Elm St'),
  person('Desmond Okonjo', 'okonjo.d@outlook.com', '(512) 555-6618', 'QuoteHarbor', '2026-11-19T12:00:00Z', '9 Elm St'),
  person('Yara Rossi', 'yara.rossi@gmail.com', '(512) 555-2210', 'Google', '2026-11-19T18:00:00Z', '77 Rio Grande'),
];

function person(name: string, email: string, phone: string, source: string, created_at: string, street?: string) {
  return { name, email, phone, source, created_at, address: { ...address, ...(street ? { street } : {}) } };
}

async function post(path: string, data: unknown): Promise<Record<string, unknown>> {
  const answer = await browser.page.request.post(`${world.server.url}${path}`, {
    data,
    headers: { origin: world.server.url },
  });
  assert.ok(answer.ok(), `${path}: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}

async function get<T>(path: string): Promise<T> {
  return (await (await browser.page.request.get(`${world.server.url}${path}`)).json()) as T;
}

const leads = async () =>
  (await get<{ leads: Lead[] }>(`/api/v1/marketing/leads?client_id=${clientId}&sort=created_at&limit=50`)).leads;
const summary = async () => await get<DuplicateSummary>(`/api/v1/marketing/duplicates/summary?client_id=${clientId}`);

test('a reviewer merges two records, chooses a value, undoes it, and finds every lead as it was', async () => {
  const { page } = browser;
  const before = await leads();
  assert.equal((await summary()).open.auto.pairs, 2);
  await page.goto(`${world.server.url}/lead-audit/duplicates?view=auto`);
  const queue = page.getByRole('region', { name: 'Queue' });
  await queue.getByRole('button', { name: /E••• C•••/ }).click();
  await page.getByText('Before looking').waitFor();

  // The newer address would win; the reviewer keeps the older one.
  await page.getByRole('button', { name: /Keep E-mail from Meta/ }).click();
  await page.getByRole('button', { name: 'Merge 2 records' }).click();
  await page.getByText('Merged 2 records').waitFor();
  const merged = await summary();
  assert.deepEqual([merged.merges, merged.persons, merged.leads], [1, 4, 5]);
  const leading = (await leads()).find((lead) => lead.merged_leads === 2);
  assert.equal(leading?.source, 'Meta');
  assert.equal(leading?.email, 'e•••@gmail.com');

  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Merge undone', { exact: true }).waitFor();
  assert.deepEqual(await leads(), before);
  assert.equal((await summary()).persons, 5);
  assert.deepEqual(browser.complaints, []);
});

test('the queue is answered by keyboard, and a merge is undone later from the record of merges', async () => {
  const { page } = browser;
  const before = await leads();
  await page.goto(`${world.server.url}/lead-audit/duplicates?view=auto`);
  await page.getByRole('region', { name: 'Pair' }).getByText('After the merge').waitFor();
  await page.keyboard.press('y');
  await page.getByText('Merged 2 records').waitFor();
  assert.equal((await summary()).persons, 4);
  await page.goto(`${world.server.url}/lead-audit/duplicates?view=merged`);
  await page.getByText('Ada Lovelace').first().waitFor();
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await page.getByText('Merge undone', { exact: true }).waitFor();
  assert.deepEqual(await leads(), before);
});

test('the panel of a lead shows its likely repeat side by side and keeps the two apart on request', async () => {
  const { page } = browser;
  // What was undone is not proposed again, so two new records come in.
  for (const at of ['2026-11-19T10:00:00Z', '2026-11-19T11:00:00Z']) {
    const email = `mehmet${at.slice(11, 13)}@gmail.com`;
    await post('/api/v1/marketing/leads', {
      ...person('Mehmet Yildirim', email, `(512) 555-40${at.slice(11, 13)}`, 'Google', at, '5 Oak St'),
      client_id: clientId,
    });
  }
  const newest = (await leads()).find(({ name, duplicate_of }) => name.startsWith('M') && duplicate_of !== undefined);
  assert.ok(newest);
  await page.goto(`${world.server.url}/lead-audit/leads?lead=${newest.id}&tab=duplicates`);
  await page.getByText('2 records look like one person.').waitFor();
  await page.getByRole('button', { name: 'Keep apart' }).click();
  await page.getByText('Kept apart', { exact: true }).waitFor();
  const now = (await leads()).find(({ id }) => id === newest.id);
  assert.equal(now?.duplicate_of, undefined);
});

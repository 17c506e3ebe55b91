/** What a screen reader would be told: names, where the focus is, and what is said of a change. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { fileOfLeads } from '../demo/csv.ts';
import { CSV_SHAPES } from '../demo/csv-shapes.ts';
import { DEMO_NOW, demoLeads } from '../demo/leads.ts';
import { openBrowser, type TestBrowser } from './browser.ts';
import { startWorld, type World } from './world.ts';

const LEADS = 300;
const PERIOD = 'from=2025-12-01&to=2026-11-20';
const IN_LIST = /^\d+( of \d+)? leads$/;
let world: World;
let browser: TestBrowser;
let page: Page;

before(async () => {
  world = await startWorld();
  browser = await openBrowser();
  ({ page } = browser);
  await page.goto(world.setupUrl);
  const token = world.setupUrl.split('#')[1];
  const account = { token, name: 'Ada Lovelace', email: 'ada@example.com', password: 'a walk along the canal 7' };
  await post('/api/v1/setup', account);
  const client = { name: 'Halcyon Solar', currency: 'USD', time_zone: 'America/Chicago', country: 'US' };
  const clientId = (await post('/api/v1/clients', client)).id as string;
  const leads = [...demoLeads({ seed: 5, count: LEADS, clientId, now: DEMO_NOW })].map(
    ({ client: _, ...lead }) => lead,
  );
  await post('/api/v1/marketing/leads', leads);
});
after(async () => {
  await browser?.close('reader');
  await world?.stop();
});

/** Sends JSON as the page itself would. */
async function post(path: string, body: unknown): Promise<Record<string, unknown>> {
  const answer = await page.request.post(`${world.server.url}${path}`, {
    data: body,
    headers: { origin: world.server.url },
  });
  assert.ok(answer.ok(), `${path}: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}

const go = async (path: string) => await page.goto(`${world.server.url}${path}`);

/** Waits until a live region says it. */
const said = async (words: RegExp) => await page.getByRole('status').filter({ hasText: words }).first().waitFor();

/** Waits until an element has the focus. */
const focused = async (selector: string, words: RegExp) =>
  await page.locator(`${selector}:focus`).filter({ hasText: words }).waitFor();

const keepsFocus = async (element: Locator) => await element.and(page.locator(':focus')).waitFor();

interface Node {
  role?: { value: string };
  name?: { value: string };
  ignored: boolean;
}

/** The page as the browser hands it to a reader, as roles and names. */
async function heard(): Promise<{ role: string; name: string }[]> {
  const debug = await browser.context.newCDPSession(page);
  const { nodes } = (await debug.send('Accessibility.getFullAXTree')) as { nodes: Node[] };
  await debug.detach();
  // Where a comma is there to be heard alone, the browser puts spaces on both of its sides.
  const plain = (name: string) => name.replace(/\s+/g, ' ').replaceAll(' ,', ',').trim();
  return nodes
    .filter((node) => !node.ignored)
    .map((node) => ({ role: node.role?.value ?? '', name: plain(node.name?.value ?? '') }));
}

test('numbers of the overview are called by what they are, and no mark of a chart is a picture without a name', async () => {
  await go(`/lead-audit?${PERIOD}&compare=previous`);
  await page.getByText('Lead volume by source').waitFor();
  await page
    .getByRole('link', { name: /leads$/ })
    .first()
    .waitFor();
  const all = await heard();
  const names = all.filter(({ role }) => role === 'link').map(({ name }) => name);
  const number = /^Leads, \d+(, (up|down) \S+, (better|worse) than the comparison period)?$/;
  assert.ok(
    names.some((name) => number.test(name)),
    names.join('\n'),
  );
  assert.ok(
    names.some((name) => /^Captured, \d+$/.test(name)),
    names.join('\n'),
  );
  const pictures = all.filter(({ role, name }) => /image|img|graphics/i.test(role) && name === '');
  assert.deepEqual(pictures, []);
});

test('another page is told, by the focus where it was lost and in words where it stayed', async () => {
  await go(`/lead-audit?${PERIOD}`);
  const link = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Findings' });
  await link.focus();
  await page.keyboard.press('Enter');
  await said(/^Findings$/);
  await keepsFocus(link);
  await link.blur();
  await page.keyboard.press('g');
  await page.keyboard.press('l');
  await focused('h1', /^Leads$/);
});

test('a row says its score as one, the opened lead takes the focus, and the next one is told', async () => {
  await go(`/lead-audit/leads?${PERIOD}`);
  await said(IN_LIST);
  const row = page.getByRole('row', { name: /^Score \d+ / }).first();
  await row.waitFor();
  await page.getByRole('grid').focus();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await focused('[role=dialog] h2', /^Lead /);
  const next = page.getByRole('button', { name: 'Next lead' });
  await next.focus();
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog', { name: /^Lead / });
  const told = drawer.getByRole('status').filter({ hasText: /^Lead .*, score \d+$/ });
  await told.waitFor();
  const first = await told.textContent();
  await keepsFocus(next);
  await page.keyboard.press(']');
  await told.filter({ hasNotText: first ?? '' }).waitFor();
  await keepsFocus(next);
  // The first Escape may close the button's tooltip.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.locator('[role=grid]:focus').waitFor();
});

test('after a change of stage the focus is back in the table, and the way to undo is said', async () => {
  await go(`/lead-audit/leads?${PERIOD}`);
  await page.getByRole('checkbox', { name: 'Select all loaded leads' }).press('Space');
  const stage = page.getByRole('toolbar').getByRole('button', { name: 'Change stage' });
  await stage.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Lost' }).waitFor();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.locator('[role=grid]:focus').waitFor();
  const news = page.getByRole('region', { name: 'Notifications' });
  await news.getByRole('heading', { name: /^\d+ leads now lost$/ }).waitFor();
  await news.getByText('F6 leads to Undo').waitFor();
});

test('a filter that leaves nothing is told as well', async () => {
  await go(`/lead-audit/leads?${PERIOD}`);
  await said(IN_LIST);
  await page.getByRole('searchbox', { name: 'Search leads' }).fill('nobody-of-this-name');
  await said(/^No leads match$/);
});

test('each step of an import takes the focus, and so does the import itself', async () => {
  await go('/imports/new');
  const leads = demoLeads({ seed: 7, count: 200, client: 'nordlicht', now: DEMO_NOW });
  const german = CSV_SHAPES.find(({ name }) => name === 'german');
  assert.ok(german);
  const file = { name: 'anfragen.csv', mimeType: 'text/csv', buffer: Buffer.concat([...fileOfLeads(leads, german)]) };
  await page.locator('input[type=file]').setInputFiles(file);
  await focused('h2', /^Step 2 of 3: Columns$/);
  await page.getByRole('button', { name: 'Check the rows' }).press('Enter');
  await focused('h2', /^Step 3 of 3: Check$/);
  await page.getByRole('button', { name: 'Columns' }).press('Enter');
  await focused('h2', /^Step 2 of 3: Columns$/);
  await page.getByRole('button', { name: 'Another file' }).press('Enter');
  await focused('h2', /^Step 1 of 3: File$/);
  await page.locator('input[type=file]').setInputFiles(file);
  await focused('h2', /^Step 2 of 3: Columns$/);
  await page.getByRole('button', { name: 'Check the rows' }).press('Enter');
  await focused('h2', /^Step 3 of 3: Check$/);
  const start = page.getByRole('button', { name: 'Import into Halcyon Solar' });
  // It waits for the preview, and a key does not wait for it.
  await start.click({ trial: true });
  await start.press('Enter');
  await focused('h1', /^anfragen\.csv$/);
});

test('a dialog is entered at its title, and a group of boxes at fault is found and says why', async () => {
  await go('/settings/api-keys');
  const open = page.getByRole('button', { name: 'Make a key' });
  await open.press('Enter');
  await focused('[role=dialog] h2', /^Make an API key$/);
  const dialog = page.getByRole('dialog', { name: 'Make an API key' });
  await dialog.getByLabel('Name').fill('probe');
  for (const name of ['Read leads', 'Add and change leads']) await dialog.getByLabel(name).uncheck();
  await dialog.getByRole('button', { name: 'Make key' }).press('Enter');
  const fault = dialog.locator('input[type=checkbox]:focus');
  await fault.waitFor();
  assert.equal(await fault.getAttribute('aria-invalid'), 'true');
  const why = await fault.getAttribute('aria-describedby');
  assert.equal(await page.locator(`[id="${why}"]`).textContent(), 'Choose at least one action.');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await keepsFocus(open);
  assert.deepEqual(browser.complaints, []);
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { LeadAudit } from '#contract/audit.ts';
import { fileOfLeads } from '../demo/csv.ts';
import { CSV_SHAPES } from '../demo/csv-shapes.ts';
import { DEMO_NOW, demoLeads } from '../demo/leads.ts';
import { openBrowser, type TestBrowser } from './browser.ts';
import { startWorld, type World } from './world.ts';

const LEADS = 1500;
let world: World;
let browser: TestBrowser;
before(async () => {
  world = await startWorld();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close('main-job');
  await world?.stop();
});

/** A German file: semicolons, decimal commas, Windows-1252, day-first dates. */
function germanFile(): Buffer {
  const leads = demoLeads({ seed: 7, count: LEADS, client: 'nordlicht', now: DEMO_NOW });
  const german = CSV_SHAPES.find(({ name }) => name === 'german');
  assert.ok(german);
  return Buffer.concat([...fileOfLeads(leads, german)]);
}

test('a newcomer sets up, brings a file, and sees true numbers and why a lead scored what it scored', async () => {
  const { page } = browser;
  await page.goto(world.setupUrl);
  await page.getByLabel('Your name').fill('Ada Lovelace');
  await page.getByLabel('E-mail').fill('ada@example.com');
  await page.getByLabel('Password', { exact: true }).fill('a walk along the canal 7');
  await page.getByRole('button', { name: 'Create account' }).click();

  await page.getByLabel('Name', { exact: true }).fill('Nordlicht');
  await page.getByLabel('Country').selectOption('DE');
  await page.getByLabel('Currency').selectOption('EUR');
  await page.getByLabel('Time zone').selectOption('Europe/Berlin');
  await page.getByRole('button', { name: 'Add client' }).click();

  await page.getByRole('link', { name: 'Import leads' }).first().click();
  const file = { name: 'anfragen.csv', mimeType: 'text/csv', buffer: germanFile() };
  await page.locator('input[type=file]').setInputFiles(file);

  // Guessed from header and values, shown to be confirmed.
  const meaning = page.getByRole('combobox', { name: 'Meaning of E-Mail-Adresse' });
  await meaning.waitFor();
  assert.equal(await meaning.inputValue(), 'email');
  await page.getByRole('button', { name: 'Check the rows' }).click();
  await page.getByRole('button', { name: 'Import into Nordlicht' }).click();

  await page.getByText('Every row accounted for').waitFor({ timeout: 240_000 });
  const told = await page.locator('dl').first().textContent();
  assert.match(told?.replace(/\s+/g, ' ') ?? '', new RegExp(`Read ?${LEADS.toLocaleString('en-US')}`));
  await page.getByRole('link', { name: 'See your leads' }).click();
  await page.waitForURL(/\/lead-audit/);

  // The number on the page is the number of leads the API counts for the same period.
  await page.getByText('Lead volume by source').waitFor();
  const counted = await leadsOfThisPage();
  await page.getByText(counted.toLocaleString('en-US'), { exact: true }).first().waitFor();
  assert.equal(await total(''), LEADS);

  // A lead, and why it scored what it scored: the ledger adds up to the score.
  await page.goto(`${world.server.url}/lead-audit/leads?from=2025-11-01&to=2026-11-30`);
  await page.getByRole('row').nth(1).click();
  const drawer = page
    .getByRole('dialog')
    .or(page.getByRole('complementary', { name: /lead/i }))
    .first();
  await drawer
    .getByText(/points|Score/i)
    .first()
    .waitFor();
  const id = new URL(page.url()).searchParams.get('lead') ?? '';
  const audit = (await (
    await page.request.get(`${world.server.url}/api/v1/marketing/leads/${id}/audit`)
  ).json()) as LeadAudit;
  const sum = audit.ledger.reduce((points, entry) => points + Math.round(entry.points * 100), 0) / 100;
  assert.equal(sum, audit.quality_score);
  await drawer
    .getByText(String(Math.round(audit.quality_score)), { exact: true })
    .first()
    .waitFor();
  assert.deepEqual(browser.complaints, []);
});

async function total(query: string): Promise<number> {
  const answer = await browser.page.request.get(`${world.server.url}/api/v1/marketing/leads?limit=1${query}`);
  return ((await answer.json()) as { total: number }).total;
}

/** Leads of the period that the overview shows when nothing is said: the last 30 days of the client's zone. */
async function leadsOfThisPage(): Promise<number> {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Berlin' }).format(Date.now());
  // A day of the calendar, whose days have 23 to 25 hours in Berlin.
  const from = new Date(Date.parse(today) - 29 * 86_400_000).toISOString().slice(0, 10);
  return await total(`&from=${from}&to=${today}`);
}

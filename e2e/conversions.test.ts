import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { openBrowser, type TestBrowser } from './browser.ts';
import { startWorld, type World } from './world.ts';

const PERIOD = 'from=2026-10-01&to=2026-11-10';
const PER_SOURCE = 90;
/** Every second lead became a customer; of the 60 bots of one source 30 are said to have. */
const CONVERTED = (3 * PER_SOURCE) / 2;
const CONVERTED_BOTS = 30;
let world: World;
let browser: TestBrowser;

before(async () => {
  world = await startWorld();
  browser = await openBrowser();
  const { page } = browser;
  await page.goto(world.setupUrl);
  const token = world.setupUrl.split('#')[1];
  const account = { token, name: 'Ada Lovelace', email: 'ada@example.com', password: 'a walk along the canal 7' };
  await send('POST', '/api/v1/setup', account);
  const client = { name: 'Halcyon Solar', currency: 'USD', time_zone: 'America/Chicago', country: 'US' };
  const { id } = (await send('POST', '/api/v1/clients', client)) as { id: string };
  const leads = ['Search', 'Social', 'LeadCrest'].flatMap((source, place) =>
    Array.from({ length: PER_SOURCE }, (_, i) => {
      const bot = source === 'LeadCrest' && i % 3 > 0;
      const created = Date.parse('2026-10-02T15:00:00Z') + i * 36_000_000;
      return {
        client_id: id,
        email: `buyer${place}x${i}@${bot ? 'mailinator.com' : 'example.org'}`,
        name: 'Ann Bee',
        source,
        source_details: { gclid: `Cj0KCQiA_${bot ? 'bot' : 'buyer'}_${place}_${i}` },
        consent: { given_at: new Date(created).toISOString(), text_version: 'v1' },
        created_at: new Date(created).toISOString(),
        ...(i % 2 > 0
          ? {}
          : { conversion_status: 'converted', revenue: 120 + i, conversion_date: '2026-11-12T18:30:00Z' }),
      };
    }),
  );
  await send('POST', '/api/v1/marketing/leads', leads);
  // A question waits until the engine has what was delivered.
  await send('GET', `/api/v1/marketing/leads?client_id=${id}&limit=1`);
});
after(async () => {
  await browser?.close('conversions');
  await world?.stop();
});

/** Sends JSON as the page itself would. */
async function send(method: 'GET' | 'POST', path: string, data?: unknown): Promise<unknown> {
  const answer = await browser.page.request.fetch(`${world.server.url}${path}`, {
    method,
    ...(data === undefined ? {} : { data }),
    headers: { origin: world.server.url },
  });
  assert.ok(answer.ok(), `${path}: ${answer.status()} ${await answer.text()}`);
  return await answer.json();
}

/** Writes the file from the leads page, waits for what the tray says of it, and fetches it. */
async function fileFromTray(said: string): Promise<string[]> {
  const { page } = browser;
  await page.goto(`${world.server.url}/lead-audit/leads?${PERIOD}`);
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByRole('button', { name: /Conversions for upload/ }).click();
  const dialog = page.getByRole('dialog', { name: 'File for conversion upload' });
  await dialog.getByLabel('Conversion action').fill('Signed contract');
  await dialog.getByRole('button', { name: 'Write file' }).click();
  await page.getByText(said).first().waitFor();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download' }).first().click();
  const file = await download;
  assert.match(file.suggestedFilename(), /^conversions-google-ads-[\d-]+\.csv$/);
  return (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
}

test('leads that a finding excludes from upload are missing from the file for Google Ads, until that is undone', async () => {
  const { page } = browser;
  const [head, ...all] = await fileFromTray(`${CONVERTED} conversions, ready`);
  assert.equal(head, 'Google Click ID,Conversion Name,Conversion Time,Conversion Value,Conversion Currency');
  assert.equal(all.length, CONVERTED);
  assert.equal(all.filter((line) => line.startsWith('Cj0KCQiA_bot_')).length, CONVERTED_BOTS);
  assert.ok(all.includes('Cj0KCQiA_buyer_0_2,Signed contract,2026-11-12 12:30:00-0600,122,USD'));

  await page.goto(`${world.server.url}/lead-audit/findings?${PERIOD}`);
  await page.getByRole('heading', { name: /LeadCrest: 60 leads show signs of fraud/ }).waitFor();
  await page.getByRole('button', { name: 'Exclude from upload' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Exclude from upload' }).click();
  await page.getByText('Acted on 1').waitFor();

  const [, ...kept] = await fileFromTray(`${CONVERTED - CONVERTED_BOTS} conversions, ready`);
  await page.getByText(`Left out: ${CONVERTED_BOTS} excluded by a finding`).first().waitFor();
  assert.equal(kept.length, CONVERTED - CONVERTED_BOTS);
  assert.ok(kept.every((line) => line.startsWith('Cj0KCQiA_buyer_')));

  await page.goto(`${world.server.url}/lead-audit/findings?${PERIOD}&state=acted`);
  await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
  await page.getByText('Open 1').waitFor();
  assert.deepEqual(browser.complaints, []);
});

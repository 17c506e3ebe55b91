import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { openBrowser, type TestBrowser } from './browser.ts';
import { startWorld, type World } from './world.ts';

const PERIOD = 'from=2026-10-01&to=2026-11-10';
const BOTS = 60;
let world: World;
let browser: TestBrowser;
let clientId: string;

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
  clientId = id;
  const sources = ['Search', 'Social', 'LeadCrest'].map((name) => ({ name, kind: 'partner', price_minor: 2200 }));
  await send('PUT', `/api/v1/clients/${id}/sources`, { sources });
  const leads = sources.flatMap(({ name }, place) =>
    Array.from({ length: 90 }, (_, i) => {
      const bot = name === 'LeadCrest' && i % 3 > 0;
      return {
        client_id: id,
        external_id: `${name}-${i}`,
        email: `buyer${place}x${i}@${bot ? 'mailinator.com' : 'example.org'}`,
        name: 'Ann Bee',
        source: name,
        address: { region: i % 2 > 0 ? 'TX' : 'IL' },
        source_details: { campaign_id: bot ? 'feed-b' : 'feed-a' },
        created_at: new Date(Date.parse('2026-10-02T15:00:00Z') + i * 36_000_000).toISOString(),
      };
    }),
  );
  await send('POST', '/api/v1/marketing/leads', leads);
  // A question waits until the engine has what was delivered.
  await send('GET', `/api/v1/marketing/leads?client_id=${id}&limit=1`);
});
after(async () => {
  await browser?.close('findings');
  await world?.stop();
});

/** Sends JSON as the page itself would. */
async function send(method: 'GET' | 'POST' | 'PUT', path: string, data?: unknown): Promise<unknown> {
  const answer = await browser.page.request.fetch(`${world.server.url}${path}`, {
    method,
    ...(data === undefined ? {} : { data }),
    headers: { origin: world.server.url },
  });
  assert.ok(answer.ok(), `${path}: ${answer.status()} ${await answer.text()}`);
  return await answer.json();
}

test('somebody finds a fraud source, sees why, holds its payout, takes the list along and thinks better of it', async () => {
  const { page } = browser;
  await page.goto(`${world.server.url}/lead-audit?${PERIOD}`);
  await page.getByRole('link', { name: /LeadCrest: 60 leads show signs of fraud/ }).click();
  await page.waitForURL(/\/lead-audit\/findings/);

  // The claim, its money with the formula, and the campaign all of them came from.
  await page.getByText('60 leads × $22.00, the price of one').waitFor();
  await page.getByText('$1,320').first().waitFor();
  await page.getByRole('link', { name: 'feed-b' }).waitFor();
  await page.getByText('60 of 60 leads').first().waitFor();

  await page.getByRole('button', { name: 'Hold payout' }).first().click();
  await page.getByLabel('Reason for the seller').fill('Throw-away addresses from feed-b');
  await page.getByRole('dialog').getByRole('button', { name: 'Hold payout' }).click();
  await page.getByText('“Throw-away addresses from feed-b”').first().waitFor();
  await page.getByText('Acted on 1').waitFor();

  // The list is a file of exactly these leads, without personal data.
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'List', exact: true }).click();
  const file = await readFile(await (await download).path(), 'utf8');
  const lines = file.trim().split('\r\n');
  assert.equal(lines.length, 1 + BOTS);
  assert.ok(lines.slice(1).every((line) => /,LeadCrest-\d+,LeadCrest,feed-b,/.test(line)));
  assert.ok(!/@|Bee/.test(file));

  // The same leads by the leads page, and nothing about them on the overview any more.
  await page.getByRole('link', { name: '60 listed' }).click();
  await page.waitForURL(/\/lead-audit\/leads/);
  await page
    .getByText(/^60 of 270 leads/)
    .first()
    .waitFor();
  await page.goto(`${world.server.url}/lead-audit?${PERIOD}`);
  await page.getByText('Lead volume by source').waitFor();
  assert.equal(await page.getByRole('link', { name: /signs of fraud/ }).count(), 0);

  // A report for the seller.
  await page.goto(`${world.server.url}/lead-audit/findings?${PERIOD}&state=acted`);
  await page.getByRole('button', { name: 'Audit report' }).click();
  await page.getByRole('menuitem', { name: 'PDF' }).click();
  await page.getByText(/Audit report on LeadCrest as PDF: done/).waitFor();

  await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
  await page.getByText('Open 1').waitFor();
  assert.deepEqual(browser.complaints, []);
});

test('a segment narrows the findings, and what is decided within it leaves the other leads alone', async () => {
  const { page } = browser;
  const rules = {
    kind: 'group',
    match: 'all',
    rules: [{ kind: 'text', field: 'region', operator: 'is', values: ['TX'] }],
  };
  await send('POST', `/api/v1/clients/${clientId}/segments`, { name: 'Texas', rules });
  await page.goto(`${world.server.url}/lead-audit/findings?${PERIOD}`);
  await page.getByText('60 leads × $22.00, the price of one').waitFor();
  await page.getByRole('button', { name: 'Segment: All leads' }).click();
  await page.getByRole('menuitemradio', { name: 'Texas' }).click();
  await page.getByText(`${BOTS / 2} leads × $22.00, the price of one`).waitFor();
  await page.getByText('30 of 30 leads').first().waitFor();

  await page.getByRole('button', { name: 'Dismiss', exact: true }).click();
  await page.getByLabel('Why it is no problem').fill('A trade fair in Austin');
  await page.getByRole('dialog').getByRole('button', { name: 'Dismiss' }).click();
  await page.getByText('Dismissed 1').click();
  await page.getByText(/only segment Texas/).waitFor();
  await page.getByRole('link', { name: 'See the 30 leads' }).click();
  await page
    .getByText(/^30 of 270 leads/)
    .first()
    .waitFor();

  await page.goto(`${world.server.url}/lead-audit/findings?${PERIOD}`);
  await page.getByText('Open 1').waitFor();
  await page.getByText('60 leads × $22.00, the price of one').waitFor();
  // A filter of the address does the same, and its chip takes it off.
  await page.goto(`${world.server.url}/lead-audit/findings?${PERIOD}&region=IL`);
  await page.getByText(`${BOTS / 2} leads × $22.00, the price of one`).waitFor();
  await page.getByRole('button', { name: 'Remove filter State or region' }).click();
  await page.getByText('60 leads × $22.00, the price of one').waitFor();
  assert.deepEqual(browser.complaints, []);
});

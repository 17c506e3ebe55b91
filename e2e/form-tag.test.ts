/** A page with the tag, filled by hand in a browser: what it records, and that it records nothing from who opted out. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { CollectSite } from '#contract/collect.ts';
import { openBrowser, type TestBrowser } from './browser.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let browser: TestBrowser;
let shop: Server;
let shopUrl: string;
let clientId: string;
let site: CollectSite;
/** What the shop's own form handler got. */
const sent: URLSearchParams[] = [];

before(async () => {
  world = await startWorld();
  browser = await openBrowser();
  const { page } = browser;
  await page.goto(world.setupUrl);
  const token = world.setupUrl.split('#')[1];
  await post(page, '/api/v1/setup', {
    token,
    name: 'Ada Lovelace',
    email: 'ada@example.com',
    password: 'a walk along the canal 7',
  });
  const client = { name: 'Acme', currency: 'EUR', time_zone: 'Europe/Berlin', country: 'DE' };
  clientId = (await post(page, '/api/v1/clients', client)).id as string;
  shop = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => {
      body += part.toString();
    });
    request.on('end', () => {
      if (request.method === 'POST') sent.push(new URLSearchParams(body));
      response.setHeader('content-type', 'text/html');
      response.end(request.method === 'POST' ? '<p>Thank you</p>' : pageWithTag());
    });
  }).listen(0, '127.0.0.1');
  await once(shop, 'listening');
  shopUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
});
after(async () => {
  await browser?.close('form-tag');
  shop?.close();
  await world?.stop();
});

const pageWithTag = () => `<!doctype html><title>Quote</title>
  <script async src="${world.server.url}/collect/tag.js?site=${site.public_key}"></script>
  <form id="quote" method="post"><label>E-mail <input name="email"></label>
  <label>Name <input name="name"></label><label>Phone <input name="phone"></label><button>Send</button></form>`;

async function post(page: Page, path: string, body: unknown): Promise<Record<string, unknown>> {
  const answer = await page.request.post(`${world.server.url}${path}`, {
    data: body,
    headers: { origin: world.server.url },
  });
  assert.ok(answer.ok(), `${path}: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}

const events = async (): Promise<number> => {
  const answer = await browser.page.request.get(`${world.server.url}/api/v1/clients/${clientId}/collect-sites`);
  return ((await answer.json()) as { sites: CollectSite[] }).sites[0]?.events ?? 0;
};

/** Waits until so many events were stored. */
async function eventsReach(count: number): Promise<void> {
  for (let tries = 0; (await events()) < count; tries += 1) {
    assert.ok(tries < 600, `only ${await events()} events came`);
    await browser.page.waitForTimeout(100);
  }
}

test('a person adds a site in the settings and gets the line for its pages', async () => {
  const { page } = browser;
  await page.goto(`${world.server.url}/settings/form-tag`);
  await page.getByRole('button', { name: 'Add a site' }).click();
  await page.getByLabel('Name').fill('Shop');
  await page.getByLabel('Addresses of its pages').fill(shopUrl);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Add site' }).click();
  await page.getByText('Waiting for the first event').waitFor();
  const line = await page.getByLabel(/^Put this line into/).inputValue();
  assert.match(line, /^<script async src="http[^"]+\/collect\/tag\.js\?site=w[\w-]{42}"><\/script>$/);
  const answer = await page.request.get(`${world.server.url}/api/v1/clients/${clientId}/collect-sites`);
  site = ((await answer.json()) as { sites: [CollectSite] }).sites[0];
  assert.ok(line.includes(site.public_key));
});

test('a filled form shows in the way of the lead it became, and nothing is kept in the browser', async () => {
  const { page, context } = browser;
  await page.goto(`${shopUrl}/quote?utm_source=google&utm_medium=cpc&gclid=Cj0KQ`);
  await page.locator('[name=assay_visitor_id]').waitFor({ state: 'attached' });
  await page.getByLabel('E-mail').pressSequentially('anna@posteo.de');
  await page.getByLabel('Name').pressSequentially('Anna Berg');
  await page.getByLabel('Phone').fill('030 901820');
  assert.deepEqual(await page.evaluate('[localStorage.length, sessionStorage.length, document.cookie]'), [0, 0, '']);
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('Thank you').waitFor();
  await eventsReach(3);
  assert.deepEqual(
    (await context.cookies(shopUrl)).filter(({ name }) => name.startsWith('assay_visitor')),
    [],
  );
  const form = sent[0];
  assert.equal(form?.get('gclid'), 'Cj0KQ');
  assert.equal(form?.get('company_website_url'), '');
  const delivered = await post(page, '/api/v1/marketing/leads', {
    client_id: clientId,
    email: form?.get('email'),
    name: form?.get('name'),
    source: 'Google',
    device: { visitor_id: form?.get('assay_visitor_id') },
  });
  const [lead] = delivered.leads as [{ id: string }];
  await page.goto(`${world.server.url}/lead-audit/leads?lead=${lead.id}&tab=journey`);
  await page.getByText('Click from google').waitFor();
  await page.getByText('Began the form').waitFor();
  const step = page.getByRole('listitem').filter({ hasText: 'Sent the form' });
  assert.match((await step.textContent()) ?? '', /3 fields · 23 keys/);
});

test('with Global Privacy Control nothing is recorded, sent or added to the form', async () => {
  const before = await events();
  const page = await browser.context.newPage();
  await page.addInitScript("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })");
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') asked.push(request.url());
  });
  await page.goto(`${shopUrl}/quote`, { waitUntil: 'networkidle' });
  await page.getByLabel('E-mail').pressSequentially('b@posteo.de');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('Thank you').waitFor();
  assert.deepEqual(
    asked.map((url) => new URL(url).pathname),
    ['/quote'],
  );
  assert.deepEqual([...(sent.at(-1)?.keys() ?? [])], ['email', 'name', 'phone']);
  assert.equal(await events(), before);
  await page.close();
});

test('after consent the visitor stays the same, and after it is taken back becomes another', async () => {
  const page = await browser.context.newPage();
  const visitor = async () => {
    await page.waitForFunction('window.assay');
    return await page.evaluate('assay.visitor()');
  };
  await page.goto(`${shopUrl}/quote`);
  const first = await visitor();
  await page.reload();
  const second = await visitor();
  assert.notEqual(second, first);
  await page.evaluate('assay.consent(true)');
  await page.reload();
  assert.equal(await visitor(), second);
  await page.evaluate('assay.consent(false)');
  assert.equal(await page.evaluate('localStorage.length'), 0);
  assert.notEqual(await visitor(), second);
  await page.close();
});

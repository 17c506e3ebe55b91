import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { DEMO_NOW, demoLeads } from '../demo/leads.ts';
import { openBrowser, type TestBrowser } from './browser.ts';
import { AXE_SOURCE, startWorld, type World } from './world.ts';

const LEADS = 1200;
const PER_REQUEST = 400;
let world: World;
let clientId: string;
let cookies: Awaited<ReturnType<TestBrowser['context']['cookies']>>;

before(async () => {
  world = await startWorld();
  const browser = await openBrowser();
  await browser.page.goto(world.setupUrl);
  const token = world.setupUrl.split('#')[1];
  const account = { token, name: 'Ada Lovelace', email: 'ada@example.com', password: 'a walk along the canal 7' };
  await post(browser.page, '/api/v1/setup', account);
  const client = { name: 'Halcyon Solar', currency: 'USD', time_zone: 'America/Chicago', country: 'US' };
  clientId = (await post(browser.page, '/api/v1/clients', client)).id as string;
  const leads = [...demoLeads({ seed: 5, count: LEADS, clientId, now: DEMO_NOW })].map(
    ({ client: _, ...lead }) => lead,
  );
  for (let start = 0; start < leads.length; start += PER_REQUEST) {
    await post(browser.page, '/api/v1/marketing/leads', leads.slice(start, start + PER_REQUEST));
  }
  cookies = await browser.context.cookies();
  await browser.close();
});
after(async () => await world?.stop());

/** Sends JSON as the page itself would. */
async function post(page: Page, path: string, body: unknown): Promise<Record<string, unknown>> {
  const answer = await page.request.post(`${world.server.url}${path}`, {
    data: body,
    headers: { origin: world.server.url },
  });
  assert.ok(answer.ok(), `${path}: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}

const PERIOD = 'from=2025-12-01&to=2026-11-20';
const PAGES = [
  ['overview', `/lead-audit?${PERIOD}`, 'Lead volume by source'],
  ['leads', `/lead-audit/leads?${PERIOD}`, 'Mean score'],
  ['duplicates', '/lead-audit/duplicates', 'Kept apart'],
  ['findings', `/lead-audit/findings?${PERIOD}`, 'All decisions'],
  ['trends', `/lead-audit/trends?${PERIOD}`, 'Changes of level'],
  ['geography', `/lead-audit/geography?${PERIOD}`, 'Leads by state'],
  ['sources of leads', `/lead-audit/sources?${PERIOD}&compare=previous`, 'All together'],
  ['one source', `/lead-audit/sources/Google?${PERIOD}`, 'All together'],
  ['completeness of a source', `/lead-audit/sources/Google?tab=completeness&${PERIOD}`, 'Worst fields first'],
  ['behaviour of a source', `/lead-audit/sources/Google?tab=behaviour&${PERIOD}`, 'Hours of the day'],
  ['stages of a source', `/lead-audit/sources/Google?tab=stages&${PERIOD}`, 'Median time'],
  ['segments', '/lead-audit/segments?open=new', 'Newest leads'],
  ['recency, frequency, value', '/lead-audit/segments?view=rfm', 'Champions'],
  ['attribution', `/lead-audit/attribution?${PERIOD}`, 'Markov chain'],
  ['journeys', `/lead-audit/journeys?${PERIOD}`, 'Most frequent ways'],
  ['funnel', `/lead-audit/funnel?${PERIOD}`, 'Add a step'],
  ['cohorts', `/lead-audit/cohorts?${PERIOD}`, 'All cohorts together'],
  ['model', '/lead-audit/model', 'No model yet'],
  ['imports', '/imports', 'Imports'],
  ['new import', '/imports/new', 'Columns'],
  ['client settings', '/settings/client', 'Time zone'],
  ['sources', '/settings/sources', 'Sources'],
  ['lists', '/settings/lists', 'Suppression lists'],
  ['scoring', '/settings/scoring', 'Scoring'],
  ['engagement', '/settings/engagement', 'Half-life, days'],
  ['form tag', '/settings/form-tag', 'Sites with the form tag'],
  ['people', '/settings/people', 'Ada Lovelace'],
  ['keys', '/settings/api-keys', 'API keys'],
  ['account', '/settings/account', 'Password'],
  ['audit log', '/settings/audit-log', 'Audit log'],
] as const;
/** WCAG 2.2 A and AA. */
const RULES = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };
/** What of them another palette can break; the elements are the same ones. */
const RULES_OF_COLOUR = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

test('every page is accessible and keeps to its width, light, dark and on a phone, and complains of nothing', async () => {
  const browser = await openBrowser(WIDE);
  const { page } = browser;
  try {
    await browser.context.addCookies(cookies);
    for (const [name, path, words] of PAGES) {
      await page.setViewportSize(WIDE);
      await page.goto(`${world.server.url}${path}`);
      await page.getByText(words).first().waitFor({ state: 'attached' });
      await page.waitForLoadState('networkidle');
      // The page's policy allows no foreign script, so axe comes in by the debugger, as the browser's own tools do.
      await page.evaluate(AXE_SOURCE);
      assert.deepEqual(await violations(page, RULES), [], `${name}, light`);
      await keepsToItsWidth(page, `${name}, light`);
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.locator('html.dark').waitFor();
      await settled(page);
      assert.deepEqual(await violations(page, RULES_OF_COLOUR), [], `${name}, dark`);
      await page.emulateMedia({ colorScheme: 'light' });
      await page.locator('html:not(.dark)').waitFor();
      await page.setViewportSize(PHONE);
      await page.getByText(words).first().waitFor({ state: 'attached' });
      await settled(page);
      await keepsToItsWidth(page, `${name}, phone`);
      assert.deepEqual(await violations(page, RULES), [], `${name}, phone`);
    }
    assert.deepEqual(browser.complaints, []);
  } finally {
    await browser.close('pages');
  }
});

/** Waits until colours have changed over: even the shortest transition starts with the frame after the change. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(`new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))).then(() =>
    Promise.allSettled(document.getAnimations()
      .filter(({ effect }) => effect.getComputedTiming().endTime < 10_000).map(({ finished }) => finished)))
    .then(() => undefined)`);
}

/** What axe finds against rules, as rule and first place. */
async function violations(page: Page, rules: typeof RULES): Promise<string[]> {
  const found = (await page.evaluate(`axe.run({ runOnly: ${JSON.stringify(rules)} })`)) as {
    violations: { id: string; nodes: { target: string[] }[] }[];
  };
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(' ')}`);
}

/** Waits for what is drawn anew when there is less room: a page that stays too wide is a fault. */
async function keepsToItsWidth(page: Page, about: string): Promise<void> {
  const widths = '[document.documentElement.scrollWidth, document.documentElement.clientWidth]';
  const measure = async () => (await page.evaluate(widths)) as [number, number];
  let [wide, room] = await measure();
  for (let tries = 0; tries < 100 && wide > room; tries += 1) {
    await page.waitForTimeout(100);
    [wide, room] = await measure();
  }
  assert.ok(wide <= room, `${about}: ${wide} px wide in ${room}`);
}

test('the leads page works by keyboard alone: move, open, read why, close, select', async () => {
  const browser = await openBrowser();
  try {
    const { page } = browser;
    await browser.context.addCookies(cookies);
    await page.goto(`${world.server.url}/lead-audit/leads?${PERIOD}`);
    await page.getByText('Mean score').waitFor();
    await page.getByRole('grid').focus();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    const opened = () => new URL(page.url()).searchParams.get('lead');
    await page.waitForURL((url) => url.searchParams.has('lead'), { waitUntil: 'commit' });
    const first = opened();
    await page.keyboard.press(']');
    await page.waitForURL((url) => url.searchParams.get('lead') !== first, { waitUntil: 'commit' });
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => !url.searchParams.has('lead'), { waitUntil: 'commit' });
    // Closing gives the focus back to the table.
    await page.locator('[role=grid]:focus').waitFor();
    await page.keyboard.press('x');
    await page
      .getByText(/1 selected/)
      .first()
      .waitFor();
    await page.keyboard.press('Control+k');
    await page
      .getByRole('combobox')
      .or(page.getByPlaceholder(/Search|jump/i))
      .first()
      .waitFor();
    assert.deepEqual(browser.complaints, []);
  } finally {
    await browser.close('keyboard');
  }
});

test('a number on the overview opens exactly the leads behind it', async () => {
  const browser = await openBrowser();
  try {
    const { page } = browser;
    await browser.context.addCookies(cookies);
    await page.goto(`${world.server.url}/lead-audit?${PERIOD}`);
    const link = page.getByRole('link', { name: /Duplicate rate/ }).first();
    await link.click();
    await page.waitForURL(/\/lead-audit\/leads/);
    const query = `client_id=${clientId}&from=2025-12-01&to=2026-11-20&duplicate=true&limit=1`;
    const answer = await page.request.get(`${world.server.url}/api/v1/marketing/leads?${query}`);
    const { total } = (await answer.json()) as { total: number };
    assert.ok(total > 0);
    // The table may first show what it showed before; what counts is what it settles on.
    await page
      .getByText(new RegExp(`^${total.toLocaleString('en-US')} of .*leads`))
      .first()
      .waitFor();
  } finally {
    await browser.close('drill-down');
  }
});

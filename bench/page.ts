/** How soon the overview of a client with a million leads can be used, in a browser that has never seen it before. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openBrowser, type TestBrowser } from '../e2e/browser.ts';
import { buildWeb, WEB_ROOT } from '../server/build-web.ts';
import { readConfig } from '../server/config.ts';
import { type Server, startServer } from '../server/start.ts';
import { temporaryDataDir } from '../test/installation.ts';
import { withStores } from '../test/store-contents.ts';
import { atMost, type Figure, percentile, plain } from './figure.ts';
import { fillWithLeads, periodOf } from './overview.ts';

const ROUNDS = 7;
const QUIET_MS = 500;
const LIMIT_MS = 1_500;
const DAYS = [30, 365];

/** What the page noted of itself, in milliseconds since the navigation began. */
interface Noted {
  /** The key numbers stood on the page. */
  shown: number;
  /** The last task of 50 ms or more that ran before the page had been quiet for half a second. */
  busyUntil: number;
}

/** Runs in the page before its own scripts. */
const NOTE = `
  window.noted = { shown: 0, busyUntil: 0 };
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) noted.busyUntil = task.startTime + task.duration;
  }).observe({ type: 'longtask', buffered: true });
  new MutationObserver((_, observer) => {
    if (!document.querySelector('[aria-label="Key numbers"] a')) return;
    observer.disconnect();
    requestAnimationFrame(() => { noted.shown = performance.now(); });
  }).observe(document, { childList: true, subtree: true });`;

/**
 * Median over fresh browsers: until the key numbers stand there and no long task keeps the page from answering.
 * Each is seen twice: after a lead has come, when every answer is counted anew, and once more, when answers are still kept.
 */
export async function benchPage(): Promise<Figure[]> {
  await buildWeb();
  const data = await temporaryDataDir();
  let server: Server | undefined;
  try {
    const said: string[] = [];
    const start = async () =>
      await startServer(readConfig({ ASSAY_DATA: data.path, PORT: '0', LOG_LEVEL: 'error' }), {
        webRoot: WEB_ROOT,
        say: (line) => said.push(line),
      });
    server = await start();
    const { client, cookies } = await setUp(server.url, /\/setup#(\S+)/.exec(said.join('\n'))?.[1] ?? '');
    await server.stop();
    await withStores(data.path, ({ clickhouse }) => fillWithLeads(clickhouse, client));
    server = await start();
    const figures: Figure[] = [];
    for (const days of DAYS) {
      const { from, to } = periodOf(days);
      const address = `${server.url}/lead-audit?from=${from}&to=${to}`;
      const first: Noted[] = [];
      const again: Noted[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        await bringLead(server.url, client, cookies);
        first.push(await visit(address, cookies));
        again.push(await visit(address, cookies));
      }
      for (const [rounds, when] of [
        [first, 'after a new lead'],
        [again, 'the next visit'],
      ] as const) {
        const median = (value: (noted: Noted) => number) => percentile(rounds.map(value), 0.5);
        const what = `overview of 1,000,000 leads, ${days} days, ${when}`;
        const interactive = median(({ shown, busyUntil }) => Math.max(shown, busyUntil));
        figures.push(
          plain(
            `${what}: key numbers shown`,
            median(({ shown }) => shown),
            'ms',
          ),
          atMost(`${what}: interactive`, interactive, LIMIT_MS, 'ms'),
        );
      }
    }
    return figures;
  } finally {
    await server?.stop();
    await data.remove();
  }
}

type Cookies = Awaited<ReturnType<TestBrowser['context']['cookies']>>;

async function setUp(url: string, token: string): Promise<{ client: string; cookies: Cookies }> {
  const browser = await openBrowser();
  try {
    const post = async (path: string, data: object) => {
      const answer = await browser.page.request.post(`${url}${path}`, { data, headers: { origin: url } });
      if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
      return (await answer.json()) as { id: string };
    };
    await post('/api/v1/setup', { token, name: 'Ada', email: 'ada@example.com', password: 'plum-Kettle-orbit-93' });
    const acme = { name: 'Acme', currency: 'USD', time_zone: 'America/Chicago', country: 'US' };
    const { id } = await post('/api/v1/clients', acme);
    // Once the engine pulled something, it knows whose it is; else the next start would empty it.
    await post('/api/v1/marketing/leads', { client_id: id, email: 'anna@example.org', source: 'Google' });
    await browser.page.request.get(`${url}/api/v1/marketing/leads?client_id=${id}`);
    return { client: id, cookies: await browser.context.cookies() };
  } finally {
    await browser.close();
  }
}

/** One more lead, and no answer that is kept is true any more. */
async function bringLead(url: string, client: string, cookies: Cookies): Promise<void> {
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const headers = { cookie, origin: url, 'content-type': 'application/json' };
  const body = JSON.stringify({ client_id: client, email: 'anna@example.org', source: 'Google' });
  const answer = await fetch(`${url}/api/v1/marketing/leads`, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(`A lead was not taken: ${answer.status} ${await answer.text()}`);
  await fetch(`${url}/api/v1/marketing/leads?client_id=${client}&limit=1`, { headers });
}

/** One visit with an empty cache. The port changes between starts, so cookies are given by host alone. */
async function visit(address: string, cookies: Cookies): Promise<Noted> {
  const browser = await openBrowser();
  try {
    await browser.context.addCookies(cookies);
    await browser.page.addInitScript(NOTE);
    await browser.page.goto(address);
    // The page's policy forbids what `waitForFunction` does, so it is asked from outside.
    for (let tries = 0; ; tries++) {
      if (tries > 100) throw new Error(`The key numbers never stood there: ${await browser.page.textContent('body')}`);
      const quiet = await browser.page.evaluate(
        'noted.shown && performance.now() - Math.max(noted.shown, noted.busyUntil)',
      );
      if (Number(quiet) > QUIET_MS) break;
      await sleep(100);
    }
    return (await browser.page.evaluate('noted')) as Noted;
  } finally {
    await browser.close();
  }
}

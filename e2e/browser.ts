/** The browser of the end-to-end tests: the system's Chromium, else Playwright's own, fetched once. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

const SYSTEM_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function findBrowser(): string {
  const system = SYSTEM_BROWSERS.find((path) => existsSync(path));
  if (system) return system;
  const own = chromium.executablePath();
  if (!existsSync(own)) {
    const cli = fileURLToPath(new URL('../node_modules/playwright-core/cli.js', import.meta.url));
    execFileSync(process.execPath, [cli, 'install', 'chromium'], { stdio: 'inherit' });
  }
  return own;
}

export interface TestBrowser {
  context: BrowserContext;
  page: Page;
  /** What the pages complained of: script errors, and answers of 500 and more. */
  complaints: string[];
  /** Closes the browser; with a name, the last sight of the page is kept under test-results. */
  close(name?: string): Promise<void>;
}

/** Opens a browser with an empty profile. */
export async function openBrowser(options: { width?: number; height?: number } = {}): Promise<TestBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'assay-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findBrowser(),
    headless: true,
    args: FLAGS,
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
    colorScheme: 'light',
    locale: 'en-US',
    reducedMotion: 'reduce',
  });
  // A fault is as well told after a minute and a half; a slow machine is none.
  context.setDefaultTimeout(90_000);
  const page = context.pages()[0] ?? (await context.newPage());
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Uncaught|React/.test(message.text()))
      complaints.push(message.text());
  });
  page.on('response', (response) => {
    if (response.status() >= 500) complaints.push(`${response.status()} ${response.url()}`);
  });
  return {
    context,
    page,
    complaints,
    async close(name) {
      // What the page showed at the end tells most about a failure.
      if (name) await page.screenshot({ path: `test-results/${name}.png` }).catch(() => {});
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** A server with its web app for the browser tests, on a data directory of its own. */
import { readFileSync } from 'node:fs';
import { buildWeb, WEB_ROOT } from '../server/build-web.ts';
import { readConfig } from '../server/config.ts';
import { type Server, startServer } from '../server/start.ts';
import { temporaryDataDir } from '../test/installation.ts';

export interface World {
  server: Server;
  /** Address of the one-time set-up page. */
  setupUrl: string;
  stop(): Promise<void>;
}

/** Builds the web app when it is stale and starts a server on a free port. */
export async function startWorld(): Promise<World> {
  await buildWeb();
  const data = await temporaryDataDir();
  const said: string[] = [];
  const config = readConfig({ ASSAY_DATA: data.path, PORT: '0', LOG_LEVEL: 'error' });
  const server = await startServer(config, { webRoot: WEB_ROOT, say: (line) => said.push(line) });
  const setupUrl = said.join('\n').match(/https?:\S+\/setup#\S+/)?.[0] ?? '';
  return {
    server,
    setupUrl,
    async stop() {
      await server.stop();
      await data.remove();
    },
  };
}

/** The rules of WCAG 2.2 A and AA, run in the page by axe-core. */
export const AXE_SOURCE = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

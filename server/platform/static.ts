/** The web app's files: hashed names live for a year, the page itself is asked for each time. */
import { existsSync } from 'node:fs';
import compress from '@fastify/compress';
import staticFiles from '@fastify/static';
import type { App } from './http.ts';

const YEAR_MS = 365 * 24 * 3_600_000;

/** Serves the built web app from `root`; every address that is no file and no API is the app's own. */
export async function serveWeb(app: App, root: string): Promise<void> {
  await app.register(compress, { global: true, threshold: 2048, encodings: ['br', 'gzip'] });
  if (!existsSync(root)) return;
  await app.register(staticFiles, {
    root,
    wildcard: false,
    index: false,
    maxAge: YEAR_MS,
    immutable: true,
    cacheControl: true,
    preCompressed: true,
  });
  app.get('/*', { config: { public: true }, schema: { hide: true } }, async (request, reply) => {
    if (request.url.startsWith('/api/') || /\.[a-z0-9]{2,5}($|\?)/i.test(request.url)) return reply.callNotFound();
    return await reply.header('cache-control', 'no-cache').sendFile('index.html', { maxAge: 0, immutable: false });
  });
}

/** Starts Assay: engines, migrations, web app, server. Ctrl-C ends it in order. */
import { buildWeb, WEB_ROOT } from './build-web.ts';
import { readConfig } from './config.ts';
import { serve } from './serve.ts';
import { startServer } from './start.ts';

await serve(async () => {
  const config = readConfig();
  await buildWeb();
  return await startServer(config, {
    webRoot: WEB_ROOT,
    demo: process.argv.includes('--demo'),
    say: (line) => process.stdout.write(`${line}\n`),
  });
});

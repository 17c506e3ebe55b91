/** Starts Assay: engines, migrations, web app, server. Ctrl-C ends it in order. */
import { buildWeb, WEB_ROOT } from './build-web.ts';
import { readConfig } from './config.ts';
import { startServer } from './start.ts';

const demo = process.argv.includes('--demo');
try {
  const config = readConfig();
  await buildWeb();
  const server = await startServer(config, {
    webRoot: WEB_ROOT,
    demo,
    say: (line) => process.stdout.write(`${line}\n`),
  });
  let ending = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (ending) process.exit(1);
      ending = true;
      process.stdout.write('Stopping…\n');
      server.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`${(error as Error).stack}\n`);
          process.exit(1);
        },
      );
    });
  }
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}

/** The server without the web app, as a process of its own: tests kill it, benchmarks measure it. Settings as for main. */
import { readConfig } from '../server/config.ts';
import { serve } from '../server/serve.ts';
import { startServer } from '../server/start.ts';

await serve(async () => await startServer(readConfig(), { say: (line) => process.stdout.write(`${line}\n`) }));

/** Starts Assay: engines, migrations, web app, server. Ctrl-C ends it in order. */
import { keepCompiledCode } from './compiled-code.ts';

keepCompiledCode();
const [{ buildWeb, WEB_ROOT }, { readConfig }, { serve }, { startServer }] = await Promise.all([
  import('./build-web.ts'),
  import('./config.ts'),
  import('./serve.ts'),
  import('./start.ts'),
]);

await serve(async () => {
  const config = readConfig();
  await buildWeb();
  return await startServer(config, {
    webRoot: WEB_ROOT,
    demo: process.argv.includes('--demo'),
    say: (line) => process.stdout.write(`${line}\n`),
  });
});

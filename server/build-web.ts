/** Builds the web app when its sources are newer than what was built. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('..', import.meta.url);
export const WEB_ROOT = fileURLToPath(new URL('dist/web', ROOT));
const SOURCES = ['web', 'contract', 'domain', 'package-lock.json'];

/** Runs `npm run build`'s command in a process of its own when needed. Throws with its output when it fails. */
export async function buildWeb(): Promise<void> {
  const built = await newest(new URL('dist/web/index.html', ROOT));
  const changed = Math.max(...(await Promise.all(SOURCES.map((source) => newest(new URL(source, ROOT))))));
  if (built >= changed) return;
  const vite = fileURLToPath(new URL('node_modules/vite/bin/vite.js', ROOT));
  const build = spawn(process.execPath, [vite, 'build', '--config', 'web/vite.config.ts', '--logLevel', 'warn'], {
    cwd: fileURLToPath(ROOT),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  build.stdout.on('data', (text) => (said += text));
  build.stderr.on('data', (text) => (said += text));
  const [code] = await once(build, 'exit');
  if (code !== 0) throw new Error(`The web app could not be built:\n${said}`);
}

/** The latest change of a file, or of any file in a folder, in milliseconds since 1970; 0 when there is none. */
async function newest(at: URL): Promise<number> {
  const found = await stat(at).catch(() => undefined);
  if (found === undefined) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  const folder = at.href.endsWith('/') ? at : new URL(`${at.href}/`);
  const times = await Promise.all(
    (await readdir(folder)).map((name) => newest(new URL(encodeURIComponent(name), folder))),
  );
  return Math.max(0, ...times);
}

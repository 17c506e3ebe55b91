/**
 * `npm test`: the checks, the tests of modules and of the whole over HTTP, and the browser tests, in that order.
 * One PostgreSQL serves all test files; each has a database of its own. Ends with one line that says how it went.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startTestCluster } from '../server/platform/testing.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SKIPPED = new Set(['node_modules', 'dist', 'data', '.git', 'test-results']);

/** Pure tests share one process; those with engines and processes of their own are kept apart. */
const PURE = ['domain/', 'contract/', 'demo/', 'web/'];

/** A hundred and more processes load the same code: what the first has compiled, the others read. */
const COMPILED = mkdtempSync(join(tmpdir(), 'assay-compiled-'));
process.once('exit', () => rmSync(COMPILED, { recursive: true, force: true }));

async function main(): Promise<number> {
  const files = await testFiles('.');
  const pure = files.filter((file) => PURE.some((folder) => file.startsWith(folder)));
  const others = files.filter((file) => !pure.includes(file) && !file.startsWith('e2e/'));
  const browser = files.filter((file) => file.startsWith('e2e/'));
  const only = process.argv.slice(2);
  const steps: [name: string, run: () => Promise<boolean>][] = [
    ['checks', () => run('npm', ['run', '--silent', 'check'])],
    ['pure tests', () => run('node', ['--test', '--test-isolation=none', ...pure])],
    ['tests with engines', () => withCluster((env) => run('node', ['--test', '--test-concurrency=2', ...others], env))],
    ['browser tests', () => run('node', ['--test', '--test-concurrency=1', ...browser])],
  ];
  const failed: string[] = [];
  const began = performance.now();
  for (const [name, step] of steps) {
    if (only.length > 0 && !only.includes(name.split(' ')[0] ?? '')) continue;
    const start = performance.now();
    const passed = await step();
    process.stdout.write(`${passed ? 'passed' : 'FAILED'}: ${name} (${seconds(start)} s)\n`);
    if (!passed) failed.push(name);
  }
  const verdict = failed.length === 0 ? 'All tests passed' : `Failed: ${failed.join(', ')}`;
  process.stdout.write(`${verdict} (${files.length} files, ${seconds(began)} s)\n`);
  return failed.length === 0 ? 0 : 1;
}

const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(1);

async function testFiles(folder: string): Promise<string[]> {
  const entries = await readdir(join(ROOT, folder), { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : await testFiles(path);
      return /\.test\.ts$/.test(entry.name) ? [path] : [];
    }),
  );
  // Checks run these two themselves.
  return found
    .flat()
    .filter((path) => !['architecture.test.ts', 'server/openapi.test.ts'].includes(path))
    .sort();
}

async function withCluster(work: (env: Record<string, string>) => Promise<boolean>): Promise<boolean> {
  const cluster = await startTestCluster();
  try {
    return await work({ ASSAY_TEST_CLUSTER: cluster.url });
  } finally {
    await cluster.stop();
  }
}

async function run(command: string, parameters: readonly string[], env: Record<string, string> = {}): Promise<boolean> {
  // biome-ignore lint/style/noProcessEnv: a child of the test runner needs the runner's own environment.
  const environment = { ...process.env, NODE_COMPILE_CACHE: COMPILED, ...env };
  const child = spawn(command, parameters, { cwd: ROOT, stdio: 'inherit', env: environment });
  const [code] = await once(child, 'exit');
  return code === 0;
}

process.exit(await main());

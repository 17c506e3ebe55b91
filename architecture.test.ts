/** Who may import whom, held by a table. It fails when it finds no files, so it cannot pass on nothing. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('.', import.meta.url));

/** Folder to the folders it may import from, besides itself and packages. The longest matching folder holds. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  domain: ['contract'],
  contract: [],
  db: [],
  demo: ['domain', 'contract'],
  web: ['domain', 'contract'],
  'server/platform': ['domain', 'contract', 'db', 'server/config.ts'],
  'server/jobs': ['domain', 'contract', 'db', 'server/platform'],
  'server/people': ['domain', 'contract', 'db', 'server/platform'],
  'server/leads': ['domain', 'contract', 'db', 'server/platform', 'server/jobs'],
  'server/collect': ['domain', 'contract', 'db', 'server/platform', 'server/leads'],
  'server/imports': ['domain', 'contract', 'db', 'server/platform', 'server/jobs', 'server/leads'],
  'server/demo': ['domain', 'contract', 'db', 'server/platform', 'server/jobs', 'server/leads', 'demo'],
  server: ['domain', 'contract', 'db', 'server', 'demo'],
  cli: ['domain', 'contract', 'db', 'server'],
  bench: ['domain', 'contract', 'db', 'server', 'demo', 'test', 'cli', 'e2e'],
  e2e: ['domain', 'contract', 'server', 'demo', 'test'],
  test: ['domain', 'contract', 'server', 'demo'],
  tools: ['server'],
};
/** The one list that names every slice's jobs. */
const HANDLERS = 'server/jobs/handlers.ts';
/** Packages that do I/O or read the clock, and so have no place in the domain. */
const IMPURE = /^(node:(?!crypto$)|pg$|kysely|fastify|@clickhouse|undici|pino)/;

async function sources(folder: string): Promise<string[]> {
  const entries = await readdir(join(ROOT, folder), { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return await sources(path);
      return /\.tsx?$/.test(entry.name) ? [path] : [];
    }),
  );
  return found.flat();
}

const all = (await Promise.all(Object.keys(MAY_IMPORT).map((folder) => sources(folder).catch(() => [])))).flat();
const files = [...new Set(all)];

/** What a file imports: paths from the root for our own modules, names for packages. */
async function importsOf(file: string): Promise<string[]> {
  const text = await readFile(join(ROOT, file), 'utf8');
  const named = text.matchAll(
    /^\s*(?:import|export)\b[^;'"]*?from\s+'([^']+)'|^\s*import\s+'([^']+)'|\bimport\('([^']+)'\)/gm,
  );
  return [...named].map(([, from, bare, dynamic]) => {
    const name = from ?? bare ?? dynamic ?? '';
    if (name.startsWith('#')) return name.slice(1);
    return name.startsWith('.') ? normalize(join(dirname(file), name)) : name;
  });
}

const isWithin = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);
const isTest = (file: string) => /\.test\.tsx?$|\/(testing|test-[a-z0-9-]+|[a-z0-9-]+-test-server)\.ts$/.test(file);

function homeOf(file: string): string {
  const homes = Object.keys(MAY_IMPORT).filter((folder) => isWithin(file, folder));
  return homes.sort((a, b) => b.length - a.length)[0] ?? '';
}

test('there are files to look at in every layer', () => {
  for (const folder of ['domain', 'contract', 'server', 'web', 'demo', 'cli']) {
    assert.ok(
      files.some((file) => isWithin(file, folder)),
      `no files in ${folder}`,
    );
  }
});

test('imports go one way', async () => {
  const faults: string[] = [];
  for (const file of files) {
    const home = homeOf(file);
    const allowed = [home, ...(MAY_IMPORT[home] ?? [])];
    for (const imported of await importsOf(file)) {
      const ours = Object.keys(MAY_IMPORT).some((folder) => isWithin(imported, folder));
      if (!ours || (file === HANDLERS && isWithin(imported, 'server'))) continue;
      // A test may arrange what it tests with what stands above it.
      if (isTest(file) && (isWithin(imported, 'server') || isWithin(imported, 'demo') || isWithin(imported, 'test')))
        continue;
      if (!allowed.some((folder) => isWithin(imported, folder))) faults.push(`${file} imports ${imported}`);
    }
  }
  assert.deepEqual(faults, []);
});

test('the domain does no I/O and reads no clock', async () => {
  const faults: string[] = [];
  for (const file of files.filter((path) => isWithin(path, 'domain') && !isTest(path))) {
    for (const imported of await importsOf(file)) {
      if (IMPURE.test(imported) && !PACKAGE_FILES.has(`${file} ${imported}`))
        faults.push(`${file} imports ${imported}`);
    }
    const text = await readFile(join(ROOT, file), 'utf8');
    if (/\bDate\.now\(|new Date\(\)|Math\.random\(|process\.env/.test(text))
      faults.push(`${file} reads clock, chance or environment`);
  }
  assert.deepEqual(faults, []);
});

/** Lists that come as files of a package are read once when the module loads. */
const PACKAGE_FILES = new Set<string>(
  (await sources('domain/lead-checks/lists').catch(() => [])).flatMap((file) =>
    ['node:fs', 'node:module', 'node:url', 'node:path', 'node:zlib'].map((name) => `${file} ${name}`),
  ),
);

test('personal values are opened in few places', async () => {
  const openers: string[] = [];
  for (const file of files.filter((path) => isWithin(path, 'server') && !isTest(path))) {
    const text = await readFile(join(ROOT, file), 'utf8');
    if (/\bopenPersonal\(/.test(text)) openers.push(file);
  }
  assert.deepEqual(openers.sort(), ['server/leads/record.ts', 'server/leads/view.ts']);
});

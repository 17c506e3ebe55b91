/** JavaScript that a browser loads before the first page, the lead audit's overview, can be used: gzipped, as it is sent. */
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import * as z from 'zod';
import { buildWeb, WEB_ROOT } from '../server/build-web.ts';
import { atMost, type Figure, plain } from './figure.ts';

const ENTRY = 'index.html';
const PAGE = 'lead-audit/overview/overview.tsx';
const LIMIT_KB = 300;

const Manifest = z.record(
  z.string(),
  z.object({
    file: z.string(),
    imports: z.array(z.string()).default([]),
    dynamicImports: z.array(z.string()).default([]),
  }),
);

export async function benchFirstPage(): Promise<Figure[]> {
  await buildWeb();
  const manifest = Manifest.parse(JSON.parse(await readFile(`${WEB_ROOT}/.vite/manifest.json`, 'utf8')));
  const entry = withImports(manifest, [ENTRY]);
  const page = withImports(manifest, [ENTRY, PAGE]);
  const later = withImports(manifest, [ENTRY, PAGE, ...(manifest[PAGE]?.dynamicImports ?? [])]);
  return [
    plain('JavaScript of every page', await kilobytes(manifest, entry), 'kB gzip'),
    atMost('JavaScript of the first page', await kilobytes(manifest, page), LIMIT_KB, 'kB gzip'),
    plain('with what it loads when a map is shown', await kilobytes(manifest, later), 'kB gzip'),
  ];
}

/** The chunks and everything they import at once. */
function withImports(manifest: z.infer<typeof Manifest>, names: readonly string[]): string[] {
  const found = [...names];
  for (const name of found) {
    const chunk = manifest[name];
    if (chunk === undefined) throw new Error(`The build has no chunk ${name}.`);
    for (const other of chunk.imports) if (!found.includes(other)) found.push(other);
  }
  return found;
}

async function kilobytes(manifest: z.infer<typeof Manifest>, names: readonly string[]): Promise<number> {
  let bytes = 0;
  for (const name of names) {
    const { file } = manifest[name] ?? { file: '' };
    if (file.endsWith('.js')) bytes += gzipSync(await readFile(`${WEB_ROOT}/${file}`)).length;
  }
  return bytes / 1000;
}

/** Builds the web app into dist/web. The server serves it with a content security policy that allows no inline script. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { drawCountries, drawStates } from './charts/draw-maps.ts';

const WEB = fileURLToPath(new URL('.', import.meta.url));
const OUT = fileURLToPath(new URL('../dist/web', import.meta.url));
/** Runs before the app, beside its loading. */
const FIRST_QUESTIONS = 'first-questions';
/** What the first questions are made of: kept out of the large chunk that the app's pages share. */
const ASKING =
  /web\/(first-questions|ask|overview-asked|paths|sign-in\/front-paths|shell\/(choice|period|search-params))\.ts$|domain\/lead-list\/value-list\.ts$|vite\/preload-helper/;

const vendor = (name: string, test: RegExp) => ({ name, test, priority: 10 });

/** Puts the first questions into the page, with what they import beside them. */
const firstQuestions = (): Plugin => ({
  name: 'first-questions',
  transformIndexHtml: {
    order: 'post',
    handler(_html, { bundle }) {
      const chunk = Object.values(bundle ?? {}).find((one) => one.type === 'chunk' && one.name === FIRST_QUESTIONS);
      // Without a bundle the development server answers with the source itself.
      const src = `/${chunk?.fileName ?? `${FIRST_QUESTIONS}.ts`}`;
      return [
        { tag: 'script', attrs: { type: 'module', async: true, crossorigin: true, src }, injectTo: 'head-prepend' },
      ];
    },
  },
});

const MAPS: Record<string, typeof drawStates> = { 'map:us': drawStates, 'map:world': drawCountries };

/** The modules `map:us` and `map:world`. */
const maps = (): Plugin => ({
  name: 'maps',
  resolveId: (id) => (id in MAPS ? `\0${id}` : undefined),
  async load(id) {
    const draw = MAPS[id.slice(1)];
    if (!id.startsWith('\0') || draw === undefined) return undefined;
    // A text that is parsed as JSON is read quicker than an object written out.
    return `export const drawn = JSON.parse(${JSON.stringify(JSON.stringify(await draw()))});`;
  },
});

/** Files of text from this size are written compressed as well, so that no visit waits for that. */
const COMPRESSED_BYTES = 2048;

/** Compresses what was built, for the server to send as it is. */
const compressed = (): Plugin => ({
  name: 'compressed',
  async writeBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      const content = Buffer.from(file.type === 'chunk' ? file.code : file.source);
      if (!/\.(js|css|json|svg)$/.test(file.fileName) || content.length < COMPRESSED_BYTES) continue;
      const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
      await writeFile(`${OUT}/${file.fileName}.br`, brotliCompressSync(content, brotli));
      await writeFile(`${OUT}/${file.fileName}.gz`, gzipSync(content, { level: 9 }));
    }
  },
});

export default defineConfig({
  root: WEB,
  build: {
    outDir: OUT,
    emptyOutDir: true,
    manifest: true,
    // The policy allows no data: addresses, so small fonts and pictures stay files.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { index: `${WEB}index.html`, [FIRST_QUESTIONS]: `${WEB}${FIRST_QUESTIONS}.ts` },
      output: {
        codeSplitting: {
          groups: [
            { name: 'asking', test: ASKING, priority: 20 },
            vendor('react', /node_modules\/(react|react-dom|scheduler)\//),
            vendor(
              'router',
              /node_modules\/@tanstack\/(react-router|router-core|history|react-store|store|query-core|react-query)\//,
            ),
            // What several pages need comes in one file: dozens of small ones cost more than they save.
            { name: 'shared', minShareCount: 4, priority: 5 },
          ],
        },
      },
    },
  },
  server: {
    // While developing, the server answers the API; pages come from here.
    proxy: { '/api': 'http://127.0.0.1:4400' },
    fs: { allow: [fileURLToPath(new URL('..', import.meta.url))] },
  },
  plugins: [react(), tailwindcss(), maps(), firstQuestions(), compressed()],
});

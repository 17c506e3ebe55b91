/** Builds the web app into dist/web. The server serves it with a content security policy that allows no inline script. */
import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const vendor = (name: string, test: RegExp) => ({ name, test, priority: 10 });

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  build: {
    outDir: fileURLToPath(new URL('../dist/web', import.meta.url)),
    emptyOutDir: true,
    manifest: true,
    // The policy allows no data: addresses, so small fonts and pictures stay files.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            vendor('react', /node_modules\/(react|react-dom|scheduler)\//),
            vendor(
              'router',
              /node_modules\/@tanstack\/(react-router|router-core|history|react-store|store|query-core|react-query)\//,
            ),
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
  plugins: [react(), tailwindcss()],
});

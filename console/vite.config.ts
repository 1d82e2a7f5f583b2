import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** The documents of the API, beside the page: `/openapi.json` and `/asyncapi.json`. */
const apiDocs = (): Plugin => ({
  name: 'api-docs',
  generateBundle() {
    for (const fileName of ['openapi.json', 'asyncapi.json']) {
      const document: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../docs', fileName), 'utf8'));
      this.emitFile({ type: 'asset', fileName, source: JSON.stringify(document) });
    }
  },
});

/** The charts and what they alone need. */
const OF_CHARTS =
  /node_modules\/(@mantine\/charts|recharts|@reduxjs|react-redux|redux|redux-thunk|reselect|immer|es-toolkit|victory-vendor|d3-[a-z]+|internmap|decimal\.js-light|eventemitter3|tiny-invariant|use-sync-external-store)\//;

export default defineConfig({
  root: import.meta.dirname,
  // Relative, so that the page can live under any path.
  base: './',
  plugins: [react(), apiDocs()],
  build: {
    outDir: '../dist/console',
    emptyOutDir: true,
    target: 'es2023',
    // What changes rarely stays in the browser's cache from one release to the next.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
            // What only some pages need comes with them.
            { name: 'libraries', test: (id) => id.includes('node_modules/') && !OF_CHARTS.test(id) },
          ],
        },
      },
    },
  },
});

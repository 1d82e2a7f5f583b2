/** Puts what is deployed into dist/. cdk.json runs this before the app; nothing here needs Docker or an account. */
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build as bundle, type BuildOptions } from 'esbuild';
import { build as buildPage } from 'vite';
import { BUNDLES, ENTRIES, ROOT } from './bundles.ts';

const options: BuildOptions = {
  absWorkingDir: ROOT,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  // What is imported when it is needed is a file of its own, and costs a cold start nothing.
  splitting: true,
  // The ES modules of packages that have both: only what is used gets in.
  mainFields: ['module', 'main'],
  // CommonJS packages call `require` for Node's own modules; an ES module has none.
  banner: {
    js: "import { createRequire as toRequire } from 'node:module'; const require = toRequire(import.meta.url);",
  },
  // Not minified: a stack trace in the log then names our functions and is read without a source map.
  legalComments: 'none',
  logLevel: 'warning',
};

// The pieces' names change with their content.
await rm(BUNDLES, { recursive: true, force: true });
const functionsAndWorker = Object.values(ENTRIES).map((entry) =>
  bundle({ ...options, entryPoints: [entry], outdir: join(BUNDLES, dirname(entry)) }),
);
const page = buildPage({ configFile: `${ROOT}/console/vite.config.ts`, logLevel: 'warn' });
await Promise.all([...functionsAndWorker, page]);

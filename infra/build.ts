/** Puts what is deployed into dist/. cdk.json runs this before the app; nothing here needs Docker or an account. */
import { build as bundle } from 'esbuild';
import { build as buildPage } from 'vite';
import { BUNDLES, ENTRIES, ROOT } from './bundles.ts';

const functionsAndWorker = bundle({
  absWorkingDir: ROOT,
  entryPoints: Object.values(ENTRIES),
  outbase: '.',
  outdir: BUNDLES,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  // The ES modules of packages that have both: only what is used gets in.
  mainFields: ['module', 'main'],
  // CommonJS packages call `require` for Node's own modules; an ES module has none.
  banner: {
    js: "import { createRequire as toRequire } from 'node:module'; const require = toRequire(import.meta.url);",
  },
  // Not minified: a stack trace in the log then names our functions and is read without a source map.
  legalComments: 'none',
  logLevel: 'warning',
});
const page = buildPage({ configFile: `${ROOT}/console/vite.config.ts`, logLevel: 'warn' });
await Promise.all([functionsAndWorker, page]);

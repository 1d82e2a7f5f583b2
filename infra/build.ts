/** Puts what is deployed into dist/. cdk.json runs this before the app; nothing here needs Docker or an account. */
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build as buildPage } from 'vite';
import { bundle } from './bundle.ts';
import { BUNDLES, ENTRIES, ROOT } from './bundles.ts';

await rm(BUNDLES, { recursive: true, force: true });
const functionsAndWorker = Object.values(ENTRIES).map((entry) => bundle(entry, join(BUNDLES, dirname(entry))));
const page = buildPage({ configFile: `${ROOT}/console/vite.config.ts`, logLevel: 'warn' });
await Promise.all([...functionsAndWorker, page]);

import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..');

/** Where `infra/build.ts` puts what is deployed: each entry's folder, and the console's page. */
export const BUNDLES = join(ROOT, 'dist');

/** The source files that run in the cloud. */
export const ENTRIES = {
  http: 'lambdas/http/index.ts',
  webSocket: 'lambdas/ws/index.ts',
  webhooks: 'lambdas/webhooks/index.ts',
  maintenance: 'lambdas/maintenance/index.ts',
  worker: 'worker/main.ts',
} as const;
export type Entry = (typeof ENTRIES)[keyof typeof ENTRIES];

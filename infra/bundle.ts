import { basename, join } from 'node:path';
import { build } from 'rolldown';
import { ENTRIES, ROOT } from './bundles.ts';
import { onlyUsed } from './onlyUsed.ts';

/**
 * Functions are minified, for each cold start loads them, and their source maps make stack traces readable again. A
 * worker starts seldom, and has credentials that are renewed.
 */
const FUNCTION = {
  plugins: [onlyUsed],
  output: {
    minify: true,
    sourcemap: true,
    // Each file more that a start reads costs it time.
    codeSplitting: { groups: [{ name: 'start', tags: ['$initial' as const] }] },
  },
  resolve: { alias: { '@aws-sdk/credential-provider-node': join(ROOT, 'lambdas/credentials.ts') } },
};
/** Baileys makes thumbnails with them where they are; ours come from elsewhere. */
const NOT_INSTALLED = ['jimp', 'sharp', 'link-preview-js', 'audio-decode'];

/** Puts an entry file into a folder, with all that it needs: `index.ts` becomes `index.mjs` and pieces beside it. */
export async function bundle(entry: string, dir: string): Promise<void> {
  const { output, resolve, plugins } = entry === ENTRIES.worker ? { plugins: [] } : FUNCTION;
  await build({
    cwd: ROOT,
    input: entry,
    plugins,
    platform: 'node',
    external: NOT_INSTALLED,
    // The ES modules of packages that have both: only what is used gets in.
    resolve: { mainFields: ['module', 'main'], ...resolve },
    logLevel: 'warn',
    output: {
      ...output,
      dir,
      // What is imported when it is needed is a file of its own, and costs a cold start nothing.
      entryFileNames: `${basename(entry, '.ts')}.mjs`,
      // The pieces' names change with their content.
      chunkFileNames: '[name]-[hash].mjs',
    },
  });
}

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cachedBuild, ROOT } from '../state/cachedBuild.ts';

/** What the page is made from. */
const SOURCES = ['console/**', 'client/**', 'core/model/**', 'docs/*.json', 'package-lock.json'];
const LINES_SHOWN = 8;
const VITE = join(ROOT, 'node_modules/vite/bin/vite.js');

/** The built page's folder, built when its sources have changed; undefined when there is no page or it does not build. */
export async function buildConsole(onProgress: (text: string) => void): Promise<string | undefined> {
  if (!existsSync(join(ROOT, 'console/index.html'))) return undefined;
  try {
    return await cachedBuild('dist', 'local-console', SOURCES, async (into) => {
      onProgress('building the console, once');
      const args = ['build', '--config', 'console/vite.config.ts', '--outDir', into, '--emptyOutDir', 'console'];
      // What is deployed, whoever starts it: a test runner's own NODE_ENV would give the libraries' larger development form.
      const env = { ...process.env, NODE_ENV: 'production', NO_COLOR: '1' };
      const run = promisify(execFile)(process.execPath, [VITE, ...args, '--logLevel', 'warn'], { cwd: ROOT, env });
      // Nothing else waits for the page.
      if (run.child.pid) setPriority(run.child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
      await run;
    });
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    const why = (stderr ?? String(error))
      .split('\n')
      .filter((line) => line.trim())
      .slice(0, LINES_SHOWN);
    onProgress(`the console does not build:\n${why.join('\n')}`);
    return undefined;
  }
}

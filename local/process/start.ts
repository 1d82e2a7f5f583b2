import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT } from '../state/cachedBuild.ts';

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A process of ours. */
export interface Started {
  child: ChildProcess;
  exited: Promise<Exit>;
}

const LEASH = join(import.meta.dirname, 'leash.ts');
/** What any program needs of its surroundings; everything else of ours stays away from it. */
const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'SystemRoot'];
/** Halves the time that a start takes, after the first. */
const COMPILE_CACHE = join(ROOT, 'node_modules/.cache/compile');

/**
 * Starts a TypeScript file in a Node of its own, with exactly `env`. It has its own process group, so that Ctrl-C
 * reaches only us and we end it in order, and it dies when we die.
 */
export function startProcess(entry: string, args: string[], env: Record<string, string>): Started {
  const inherited = INHERITED.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []));
  const flags = ['--disable-warning=ExperimentalWarning', '--enable-source-maps', '--import', LEASH];
  const child = spawn(process.execPath, [...flags, join(ROOT, entry), ...args], {
    cwd: ROOT,
    env: { NODE_COMPILE_CACHE: COMPILE_CACHE, ...Object.fromEntries(inherited), ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
  const exited = once(child, 'exit').then(([code, signal]): Exit => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
  }));
  return { child, exited };
}

/** Asks it to end, and makes it after `graceMs`. */
export async function endProcess({ child, exited }: Started, graceMs: number): Promise<Exit> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  try {
    return await exited;
  } finally {
    clearTimeout(timer);
  }
}

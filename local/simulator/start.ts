import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../listen.ts';
import { LocalError } from '../localError.ts';
import { startProcess, type Started } from '../process/start.ts';
import { supervise } from '../process/supervise.ts';
import type { Logs } from '../state/logs.ts';

interface SimulatorOptions {
  stack: AsyncDisposableStack;
  stateDir: string;
  port: number;
  logs: Logs;
  onProgress: (text: string) => void;
}

const GRACE_MS = 5000;

interface LocalSimulator {
  url: string;
  webSocketUrl: string;
  /** Who vouches for its host of files, as a PEM file: Node trusts it with NODE_EXTRA_CA_CERTS. */
  authorityFile: string;
}

/** The simulated WhatsApp, kept in `<state>/simulator`; after a crash it comes back at the same address. */
export async function startSimulator(options: SimulatorOptions): Promise<LocalSimulator> {
  const { stack, stateDir, logs, onProgress } = options;
  // A free one it finds by itself: one that we found could be another's by the time that it is up.
  let port = options.port && (await freePort('the simulator', options.port));
  const firstStart = Promise.withResolvers<boolean>();

  async function start(): Promise<Started> {
    const args = ['--port', String(port), '--state', join(stateDir, 'simulator')];
    const started = startProcess('simulator/main.ts', args, {});
    logs.keep('simulator', started.child);
    void follow(started);
    return started;
  }

  async function follow(started: Started): Promise<void> {
    const given = await portOf(started);
    port = given ?? port;
    firstStart.resolve(given !== undefined);
  }

  stack.use(await supervise({ name: 'the simulator', start, graceMs: GRACE_MS, onProgress }));
  if (!(await firstStart.promise)) {
    throw new LocalError(`The simulator did not start; ${join(stateDir, 'logs/simulator.log')} says why.`);
  }
  const url = `http://127.0.0.1:${port}`;
  const authorityFile = join(stateDir, 'simulator/ca.pem');
  await writeFile(authorityFile, await (await fetch(`${url}/ca.pem`)).text());
  return { url, webSocketUrl: `ws://127.0.0.1:${port}/ws/chat`, authorityFile };
}

/** Where it listens, as soon as it says so; undefined when it ends before. */
async function portOf({ child, exited }: Started): Promise<number | undefined> {
  const { promise, resolve } = Promise.withResolvers<number | undefined>();
  if (child.stdout) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [, port] = /^simulator listening on http:\S+:(\d+)/.exec(line) ?? [];
      if (port) resolve(Number(port));
    });
  }
  void exited.then(() => resolve(undefined));
  return promise;
}

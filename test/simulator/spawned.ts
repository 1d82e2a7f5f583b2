import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';

/** A simulator in a process of its own. */
export async function spawnSimulator(stateDir: string) {
  const args = ['bin/node24.mjs', 'simulator/main.ts', '--port', '0', '--state', stateDir];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error('the simulator did not start')));
    child.stdout.on('data', (data: Buffer) => {
      const line = /simulator listening on (http:\S+)/.exec(data.toString());
      if (line?.[1]) resolve(line[1]);
    });
  });
  return { child, url, whatsappUrl: `${url.replace('http', 'ws')}/ws/chat` };
}

/** Ends it, and waits until it is gone. */
export async function stop(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await exited;
}

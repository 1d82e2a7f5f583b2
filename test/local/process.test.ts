import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startProcess } from '../../local/process/start.ts';
import { supervise } from '../../local/process/supervise.ts';
import { errorMessageIn, openLogs } from '../../local/state/logs.ts';
import { temporaryFolder, using } from './fixtures/temporary.ts';

const ECHO = 'test/local/fixtures/echo.mjs';

test('a process dies with its parent, even when that one is killed', async () => {
  const parent = spawn(process.execPath, [join(import.meta.dirname, 'fixtures/parent.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(parent.stdout, 'data')) as [Buffer];
  const socket = connect(Number(port), '127.0.0.1');
  await once(socket, 'connect');
  parent.kill('SIGKILL');
  // Reset or closed in order: the process at the other end is gone.
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('close', resolve));
  expect(socket.destroyed).toBe(true);
});

test('a supervised process comes back after its end, and stays away after ours', async () => {
  const said: string[] = [];
  const starts: Promise<unknown>[] = [];
  const start = async () => {
    const started = startProcess(ECHO, [], {});
    if (started.child.stdout) starts.push(once(started.child.stdout, 'data'));
    return started;
  };
  const onProgress = (text: string) => void said.push(text);
  const supervised = using(await supervise({ name: 'echo', start, graceMs: 2000, onProgress }));
  const { pid } = supervised;
  await starts[0];
  supervised.kill('SIGKILL');
  expect(await supervised.exited).toEqual({ code: null, signal: 'SIGKILL' });
  await expect.poll(() => starts.length).toBe(2);
  await starts[1];
  expect(supervised.pid).not.toBe(pid);
  expect(said).toEqual(['echo ended (SIGKILL); it starts again in 0.25 s']);
  await supervised[Symbol.asyncDispose]();
  expect(await supervised.exited).toEqual({ code: null, signal: 'SIGTERM' });
});

test('what a process prints is kept, the last start beside it', async () => {
  const stateDir = await temporaryFolder();
  for (let time = 0; time < 2; time++) {
    const { child, exited } = startProcess(ECHO, [], {});
    openLogs(stateDir, { onLine: () => undefined, onError: () => undefined }).keep('echo', child);
    if (child.stdout) await once(child.stdout, 'data');
    child.kill();
    await exited;
  }
  for (const file of ['echo.log', 'echo.1.log']) {
    await expect.poll(() => readFile(join(stateDir, 'logs', file), 'utf8')).toMatch(/^\d+\n$/);
  }
});

test.each([
  ['{"level":"ERROR","message":"the table is gone","secret":"x"}', 'the table is gone'],
  ['{"level":50,"msg":"the table is gone"}', 'the table is gone'],
  ['{"level":"INFO","message":"fine"}', undefined],
  ['{"level":30,"msg":"fine"}', undefined],
  ['plain text', undefined],
  ['{broken', undefined],
])('of a log line only an error is told, and only its message: %s', (line, told) => {
  expect(errorMessageIn(line)).toBe(told);
});

/** The real parts: the synthesised template, the lambdas, the worker, the simulator, over the real AWS SDK. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Endpoints, type LocalStack, startLocal } from '../../local/stack.ts';
import { ROOT } from '../../local/state/cachedBuild.ts';
import { temporaryFolder } from './fixtures/temporary.ts';

/** Whole systems come up here, one after the other, at no promised pace. */
const TIMEOUT = 180_000;

async function start(stateDir: string, progress: string[] = []): Promise<LocalStack> {
  const onProgress = (text: string) => void progress.push(text);
  const stack = await startLocal({ stateDir, port: 0, workers: 1, whatsapp: 'simulator', onProgress });
  onTestFinished(() => stack.stop());
  return stack;
}

async function call(url: string, token: string, init: RequestInit = {}): Promise<{ status: number; body: unknown }> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(url, { ...init, headers });
  return { status: response.status, body: await response.json() };
}

test(
  'a session is asked for over HTTP, shows its QR code over the WebSocket, and is there after a restart',
  { timeout: TIMEOUT },
  async () => {
    const stateDir = await temporaryFolder();
    const first = await start(stateDir);
    const token = await first.token('member');
    const socket = new WebSocket(`${first.endpoints.websocket}?token=${token}`);
    const frames = socketFrames(socket);
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'create_session', label: 'kept' }));
    const created = await frames('session_created');
    expect(await frames('qr_code')).toMatchObject({ sessionId: created['session'].id });
    socket.close();
    await first.stop();

    const second = await start(stateDir);
    const { body } = await call(`${second.endpoints.api}/api/sessions`, await second.token('member'));
    expect(body).toMatchObject({ sessions: [{ id: created['session'].id, label: 'kept' }] });
    const others = await call(`${second.endpoints.api}/api/sessions`, await second.token('member', 'acme'));
    expect(others.body).toEqual({ sessions: [] });
  },
);

/** Resolves with the first frame of a type, whether it has come or is to come. */
function socketFrames(socket: WebSocket) {
  const seen: { type: string; session: { id: string } }[] = [];
  socket.on('message', (data: Buffer) => {
    seen.push(JSON.parse(data.toString()) as (typeof seen)[number]);
    socket.emit('frame');
  });
  return async (type: string) => {
    for (;;) {
      const found = seen.find((frame) => frame.type === type);
      if (found) return found;
      await once(socket, 'frame');
    }
  };
}

test('the console has its configuration; sign-in is where it says', { timeout: TIMEOUT }, async () => {
  const { endpoints } = await start(await temporaryFolder());
  const config = (await (await fetch(`${endpoints.console}/config.json`)).json()) as Record<string, string>;
  expect(config).toMatchObject({ api: endpoints.api, websocket: endpoints.websocket, issuer: endpoints.issuer });
  const { headers } = await fetch(endpoints.console);
  const policy = headers.get('content-security-policy');
  expect(policy).toContain(`connect-src 'self' http`);
  expect(policy).toContain(endpoints.issuer);
  expect(policy).not.toMatch(/script-src|unsafe-eval|\*/);
  expect(headers.get('x-frame-options')).toBe('DENY');
  const discovery = await fetch(`${config['issuer']}/.well-known/openid-configuration`);
  expect(discovery.status).toBe(200);
});

test('a killed worker is replaced', { timeout: TIMEOUT }, async () => {
  const stack = await start(await temporaryFolder());
  const [worker] = stack.workers;
  const { pid } = worker ?? {};
  worker?.kill('SIGKILL');
  await worker?.exited;
  await expect.poll(() => worker?.pid).not.toBe(pid);
});

/** `npm start` as a process of its own. */
async function command(stateDir: string, ...args: string[]): Promise<ChildProcess & { said: string[] }> {
  const line = ['bin/node24.mjs', 'local/start.ts', '--port', '0', '--state', stateDir, ...args];
  const child = spawn(process.execPath, line, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said: string[] = [];
  const up = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (text) => {
      said.push(text);
      if (text.startsWith('Keepline is up')) up.resolve();
    });
  }
  await Promise.race([up.promise, once(child, 'close')]);
  return Object.assign(child, { said });
}

const endpointsOf = async (stateDir: string) =>
  JSON.parse(await readFile(join(stateDir, 'endpoints.json'), 'utf8')) as Endpoints;

test('after kill -9 it starts again on the same state; Ctrl-C ends it well', { timeout: TIMEOUT }, async () => {
  const stateDir = await temporaryFolder();
  const first = await command(stateDir);
  const token = (...args: string[]) =>
    promisify(execFile)(process.execPath, ['local/token.ts', ...args, '--state', stateDir], { cwd: ROOT });
  const member = (await token('member')).stdout;
  expect(member).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  const { api } = await endpointsOf(stateDir);
  const asked = await call(`${api}/api/sessions`, member.trim(), { method: 'POST', body: '{"label":"kept"}' });
  expect(asked.status).toBe(201);

  const twice = await command(stateDir);
  expect(twice.said.join('\n')).toContain(`Keepline already runs on the state in ${stateDir}`);

  first.kill('SIGKILL');
  await once(first, 'exit');
  const second = await command(stateDir);
  const again = await endpointsOf(stateDir);
  const list = await call(`${again.api}/api/sessions`, (await token('member')).stdout.trim());
  expect(list.body).toMatchObject({ sessions: [{ label: 'kept' }] });
  second.kill('SIGINT');
  expect(await once(second, 'exit')).toEqual([0, null]);
  await expect(endpointsOf(stateDir)).rejects.toThrow('ENOENT');
});

test('a token of nobody, and one without a state, are refused with a reason', async () => {
  const run = promisify(execFile);
  const token = (...args: string[]) => run(process.execPath, ['local/token.ts', ...args], { cwd: ROOT });
  await expect(token('nobody')).rejects.toMatchObject({
    stdout: '',
    stderr: expect.stringContaining('Whose token?') as string,
  });
  const missing = join(await temporaryFolder(), 'none');
  await expect(token('member', '--state', missing)).rejects.toMatchObject({
    stdout: '',
    stderr: expect.stringContaining('run npm start first') as string,
  });
});

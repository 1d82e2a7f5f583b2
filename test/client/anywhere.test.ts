/** The client as others use it: one file without Node's modules, in a page or in Node from 20 on. */
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { build } from 'esbuild';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../local/fixtures/temporary.ts';
import { event, Gateway, sessionId } from './gateway.ts';

const WS = import.meta.resolve('ws');
let bundle: string;
beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: ['client/index.ts'],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'node20',
  });
  bundle = outputFiles[0]?.text ?? '';
});

/** Runs a program that has the client, on a Node without a WebSocket of its own, as 20 is. */
async function run(program: string, ...args: string[]): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'client.mjs'), bundle);
  await writeFile(join(folder, 'program.mjs'), `import { Live } from './client.mjs';\n${program}`);
  const flags = ['--no-experimental-websocket', join(folder, 'program.mjs'), ...args];
  const child = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill());
  return text(child.stdout);
}

const PROGRAM = `
const [, , websocket, sessionId, ws] = process.argv;
const WebSocket = ws && (await import(ws)).WebSocket;
const createTicket = async () => ({ ticket: 'ticket', expiresAt: '' });
const live = () => new Live({ websocket, http: { createTicket }, ...(ws && { WebSocket }) });
`;

test('it runs where there is no WebSocket, with one that is given', async () => {
  await using gateway = await new Gateway().listen();
  const connected = gateway.connection();
  const said = run(
    `${PROGRAM}
    const client = live();
    client.subscribe(sessionId, { event: ({ seq }) => { console.log(seq); client.close(); } });`,
    gateway.address,
    sessionId,
    WS,
  );
  const server = await connected;
  await server.subscribed(10);
  server.send(event(20));
  expect(await said).toBe('20\n');
});

test('it says so where there is none', async () => {
  const said = await run(`${PROGRAM} try { live(); } catch ({ code }) { console.log(code); }`, 'ws://127.0.0.1:1');
  expect(said).toBe('no_websocket\n');
});

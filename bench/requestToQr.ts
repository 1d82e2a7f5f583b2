/** From the request to the first QR code at the consumer, beside a bare Baileys socket's first code. */
import { once } from 'node:events';
import type { AnsweredCall } from '../local/traffic/traffic.ts';
import { World } from '../test/journeys/world.ts';
import { connectBare } from '../test/simulator/bareClient.ts';
import { callsOnThePath, describeCall } from './callsOnThePath.ts';
import { type Figure, quantile } from './figures.ts';

const ROUNDS = 20;
/** The first ones of each side load code. */
const WARM_UP = 3;

export async function requestToQr(): Promise<Figure[]> {
  const calls: AnsweredCall[] = [];
  await using world = await World.open({ traffic: { observe: (call) => void calls.push(call) } });
  const { token } = await world.tenant();
  const socket = new WebSocket(`${world.stack.endpoints.websocket}?token=${token}`);
  await once(socket, 'open');
  const whatsapp = `${world.simulator.replace('http', 'ws')}/ws/chat`;

  console.log(
    `Request to QR code: ${WARM_UP + ROUNDS} rounds, ours and bare Baileys (makeWASocket to its first code) in turn`,
  );
  const ours: { ms: number; from: number; path: AnsweredCall[] }[] = [];
  const bare: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    calls.length = 0;
    const from = performance.now();
    const { until, sessionId } = await firstFrame(socket);
    if (round >= WARM_UP) ours.push({ ms: until - from, from, path: callsOnThePath(calls, sessionId, from, until) });
    await stopSession(socket, sessionId);
    const ms = await bareQr(whatsapp);
    if (round >= WARM_UP) bare.push(ms);
  }
  socket.close();

  const sorted = ours.toSorted((a, b) => a.ms - b.ms);
  const median = sorted[Math.floor(sorted.length / 2)];
  console.log(`\nRequest to QR code: the AWS calls one waits for, in the median round (${median?.ms.toFixed(1)} ms)\n`);
  for (const call of median?.path ?? []) console.log(`  ${describeCall(call, median?.from ?? 0)}`);
  console.log();
  const value = quantile(
    ours.map(({ ms }) => ms),
    0.5,
  );
  return [{ name: 'request_to_qr_p50', value, unit: 'ms', limit: quantile(bare, 0.5) }];
}

async function firstFrame(socket: WebSocket): Promise<{ until: number; sessionId: string }> {
  socket.send(JSON.stringify({ type: 'create_session' }));
  for (;;) {
    const [{ data }] = (await once(socket, 'message')) as [MessageEvent<string>];
    const frame = JSON.parse(data) as { type: string; sessionId: string };
    if (frame.type === 'qr_code') return { until: performance.now(), sessionId: frame.sessionId };
  }
}

/** Waits for its end, so that one round's leftovers do not run into the next. */
async function stopSession(socket: WebSocket, sessionId: string): Promise<void> {
  socket.send(JSON.stringify({ type: 'disconnect_session', sessionId }));
  for (;;) {
    const [{ data }] = (await once(socket, 'message')) as [MessageEvent<string>];
    const frame = JSON.parse(data) as { type: string; status?: string };
    if (frame.type === 'status_update' && frame.status === 'disconnected') return;
  }
}

async function bareQr(url: string): Promise<number> {
  const from = performance.now();
  const { socket } = connectBare({ url });
  const { promise, resolve } = Promise.withResolvers<number>();
  socket.ev.on('connection.update', ({ qr }) => {
    if (qr) resolve(performance.now() - from);
  });
  const ms = await promise;
  await socket.end(undefined);
  return ms;
}

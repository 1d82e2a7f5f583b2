import { expect, onTestFinished, test, vi } from 'vitest';
import { TIMING } from '../../client/socket.ts';
import type { QrFrame } from '../../core/model/frames.ts';
import { available, event, session, sessionId } from './gateway.ts';
import { meet, until } from './meet.ts';

test('events come once and in order, whatever the order on the wire', async () => {
  await using side = await meet();
  side.journal.push(event(20), event(30));
  side.listen();
  const server = await side.first;
  expect(server.ticket).toBe('ticket-1');
  expect(await server.subscribed(10)).not.toHaveProperty('after');
  server.send(event(10), event(30), event(20), event(20), event(30), event(40));
  await side.until(40);
  expect(side.seen).toEqual([20, 30, 40]);
});

test('events that come before the answer to the subscription wait for it', async () => {
  await using side = await meet();
  side.listen();
  const server = await side.first;
  const { requestId } = await server.next();
  server.send(event(10), event(20));
  server.send({ type: 'subscribed', requestId, sessionId, session: session(10), events: [], complete: true });
  await side.until(20);
  expect(side.seen).toEqual([20]);
});

test('a session that the server lets join only later joins on the same connection', async () => {
  await using side = await meet();
  side.listen();
  const server = await side.first;
  const { requestId } = await server.next();
  server.send({ type: 'error', requestId, code: 'too_many_requests', message: 'Later.', retryAfter: 1 });
  await server.subscribed(10);
  server.send(event(20));
  await side.until(20);
  expect(side.seen).toEqual([20]);
});

test('a thousand sessions join a few at a time', async () => {
  await using side = await meet();
  for (let i = 0; i < 1_000; i++) side.live.subscribe(`ses_${i}`, {});
  const server = await side.first;
  const asked = new Set<unknown>();
  while (asked.size < 1_000) {
    const together = [await server.next(), ...server.waiting()];
    expect(together.length).toBeLessThanOrEqual(8);
    for (const frame of together) {
      asked.add(frame['sessionId']);
      server.send({ type: 'error', requestId: frame['requestId'], code: 'session_not_found', message: 'Gone.' });
    }
  }
});

test('a gap is fetched over HTTP, page after page', async () => {
  await using side = await meet();
  side.journal.push(...[20, 30, 40, 50, 60, 70].map((seq) => event(seq)));
  side.listen();
  const server = await side.first;
  await server.subscribed(10);
  server.send(event(70));
  await side.until(70);
  expect(side.seen).toEqual([20, 30, 40, 50, 60, 70]);
  expect(side.fetched).toEqual([10, 30, 50]);
});

test('a gap that the journal cannot fill yet is asked for again', async () => {
  await using side = await meet();
  side.listen();
  const server = await side.first;
  await server.subscribed(10);
  server.send(event(30));
  await until(() => side.fetched.length > 2);
  expect(side.seen).toEqual([]);
  side.journal.push(event(20));
  await side.until(30);
  expect(side.seen).toEqual([20, 30]);
});

test('a lost connection comes back with a fresh ticket and goes on after the last event', async () => {
  await using side = await meet();
  const states: string[] = [];
  side.live.observe(() => states.push(side.live.state.status));
  side.journal.push(...[40, 50, 60].map((seq) => event(seq)));
  side.listen();
  const server = await side.first;
  await server.subscribed(10);
  server.send(event(20));
  await side.until(20);
  const again = side.gateway.connection();
  server.drop();
  const second = await again;
  expect(second.ticket).toBe('ticket-2');
  const frame = await second.subscribed(60, [event(20), event(30)], false);
  expect(frame).toMatchObject({ type: 'subscribe', sessionId, after: 20 });
  await side.until(60);
  expect(side.seen).toEqual([20, 30, 40, 50, 60]);
  expect(states).toEqual(['open', 'waiting', 'connecting', 'open']);
});

test('a reader with a cursor of its own starts there', async () => {
  await using side = await meet();
  side.listen({}, 10);
  const server = await side.first;
  expect(await server.subscribed(40, [event(20), event(30), event(40)])).toMatchObject({ after: 10 });
  await side.until(40);
  expect(side.seen).toEqual([20, 30, 40]);
});

test('a reader that was away for too long goes on from the snapshot, and is told', async () => {
  await using side = await meet();
  const told: string[] = [];
  side.listen({ missed: () => told.push('missed'), snapshot: ({ seq }) => told.push(`snapshot ${seq}`) }, 10);
  const server = await side.first;
  const { requestId } = await server.next();
  const message = 'Events are kept for 7 days.';
  server.send({ type: 'error', requestId, code: 'events_expired', message, details: { earliest: 300 } });
  expect(await server.subscribed(320)).not.toHaveProperty('after');
  server.send(event(330));
  await side.until(330);
  expect(side.seen).toEqual([330]);
  expect(told).toEqual(['missed', 'snapshot 320']);
});

test('a gap that is not kept any more is told, and the snapshot taken again', async () => {
  await using side = await meet();
  let missed = 0;
  side.listen({ missed: () => (missed += 1) });
  const server = await side.first;
  await server.subscribed(10);
  side.kept.from = 300;
  server.send(event(330));
  expect(await server.subscribed(340)).not.toHaveProperty('after');
  server.send(event(350));
  await side.until(350);
  expect(side.seen).toEqual([350]);
  expect(missed).toBe(1);
});

test('an event that is too large for a frame is fetched', async () => {
  await using side = await meet();
  side.listen();
  const server = await side.first;
  await server.subscribed(10);
  side.journal.push(event(20));
  server.send(available(20));
  await side.until(20);
  server.send(event(40));
  side.journal.push(event(30), event(40));
  server.send(available(30), available(20));
  await side.until(40);
  expect(side.seen).toEqual([20, 30, 40]);
});

test('a kind of event that this client does not know keeps its place', async () => {
  await using side = await meet();
  side.listen();
  const server = await side.first;
  await server.subscribed(10);
  server.send({ ...event(20), type: 'from_the_future' }, { type: 'also_new' }, event(30));
  await side.until(30);
  expect(side.seen).toEqual([30]);
  expect(side.fetched).toEqual([]);
});

const qr = (attempt: number): QrFrame => {
  const expiresAt = `2026-01-02T03:04:0${attempt}.000Z`;
  return { type: 'qr_code', sessionId, qr: 'data:image/png;base64,', qrString: '2@', attempt, expiresAt };
};

test('a QR code passes at once, and an older one never follows a newer', async () => {
  await using side = await meet();
  const codes: number[] = [];
  side.listen({ qr: ({ attempt }) => codes.push(attempt) });
  const server = await side.first;
  const { requestId } = await server.next();
  const answer = { type: 'subscribed', requestId, sessionId, session: session(10), events: [], complete: true };
  server.send(qr(2), { ...answer, qr: qr(1) }, qr(3));
  await until(() => codes.length === 2);
  expect(codes).toEqual([2, 3]);
});

test('a session that is not ours ends its subscription', async () => {
  await using side = await meet();
  const ended = new Promise((resolve) => side.listen({ ended: resolve }));
  const server = await side.first;
  const { requestId } = await server.next();
  server.send({ type: 'error', requestId, code: 'session_not_found', message: 'There is no such session.' });
  expect(await ended).toMatchObject({ code: 'session_not_found' });
});

/** Time goes on when the test says so: an answer comes in time, however slow the machine is. */
function stopTime() {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
}

test('a request gets its own answer, its own error, or none in time', async () => {
  stopTime();
  await using side = await meet();
  const server = await side.first;
  await until(() => side.live.state.status === 'open');
  const send = () => side.live.request({ type: 'send_message', sessionId, to: '4915112345678', message: 'hello' });
  const [good, bad, late] = [send(), send(), send()];
  const frames = [await server.next(), await server.next(), await server.next()];
  server.send({ type: 'error', requestId: frames[1]?.['requestId'], code: 'session_not_ready', message: 'Not yet.' });
  const accepted = { type: 'message_accepted', sessionId, messageId: '3EB0', status: 'accepted' };
  server.send({ ...accepted, requestId: frames[0]?.['requestId'] });
  await expect(bad).rejects.toMatchObject({ code: 'session_not_ready' });
  await expect(good).resolves.toMatchObject(accepted);
  vi.advanceTimersByTime(TIMING.answerWithin);
  await expect(late).rejects.toMatchObject({ code: 'timed_out' });
  const huge = side.live.request({ type: 'create_session', metadata: { note: 'x'.repeat(40_000) } });
  await expect(huge).rejects.toMatchObject({ code: 'payload_too_large' });
});

test('a silent connection is pinged, and given up when it stays silent', async () => {
  stopTime();
  let heard = 0;
  class Counting extends WebSocket {
    constructor(address: URL) {
      super(address);
      this.addEventListener('message', () => (heard += 1));
    }
  }
  await using side = await meet({ WebSocket: Counting });
  const server = await side.first;
  await until(() => side.live.state.status === 'open');
  const again = side.gateway.connection();
  vi.advanceTimersByTime(TIMING.pingEvery);
  expect(await server.next()).toEqual({ type: 'ping' });
  server.send({ type: 'pong' });
  await until(() => heard === 1);
  vi.advanceTimersByTime(TIMING.pingEvery);
  expect(await server.next()).toEqual({ type: 'ping' });
  expect(side.live.state.status).toBe('open');
  vi.advanceTimersByTime(TIMING.answerWithin);
  await until(() => side.live.state.status === 'open');
  expect((await again).ticket).toBe('ticket-2');
});

test('a session that is left and joined at once is joined when the leaving is done', async () => {
  await using side = await meet();
  const leave = side.listen();
  const server = await side.first;
  await server.subscribed(10);
  server.send(event(20));
  await side.until(20);
  leave();
  side.listen();
  const { type, requestId } = await server.next();
  expect(type).toBe('unsubscribe');
  server.send({ type: 'unsubscribed', requestId, sessionId });
  await server.subscribed(20);
  server.send(event(30));
  await side.until(30);
  expect(side.seen).toEqual([20, 30]);
});

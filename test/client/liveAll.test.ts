import { expect, test } from 'vitest';
import { newSessionId } from '../../core/model/ids.ts';
import { available, event } from './gateway.ts';
import { meet, until } from './meet.ts';

/** Two sessions; the second one's events are numbered from 1000 on. */
const [a, b] = [newSessionId(), newSessionId()];
const ofA = (seq: number) => event(seq, a);
const ofB = (seq: number) => event(1000 + seq, b);

test('every session is heard, new ones too; each event once and each session in its order', async () => {
  await using side = await meet();
  const cursors: string[] = [];
  side.listenToAll({ cursor: (cursor) => cursors.push(cursor) });
  const server = await side.first;
  const frame = await server.subscribedToAll('0');
  expect(frame).toMatchObject({ type: 'subscribe', all: true });
  expect(frame).not.toHaveProperty('after');
  server.send({ ...ofA(20), cursor: '1' }, { ...ofB(10), cursor: '2' }, ofA(20), { ...ofA(30), cursor: '3' }, ofB(10));
  await until(() => cursors.at(-1) === '3');
  expect(side.seen).toEqual([20, 1010, 30]);
  expect(cursors).toEqual(['0', '1', '2', '3']);
});

test('a gap of one session holds no other, and no cursor leads past it', async () => {
  await using side = await meet();
  const cursors: string[] = [];
  side.listenToAll({ cursor: (cursor) => cursors.push(cursor) });
  const server = await side.first;
  await server.subscribedToAll('0');
  server.send({ ...ofA(20), cursor: '1' }, { ...ofA(40), cursor: '3' }, { ...ofB(10), cursor: '4' });
  await side.until(1010);
  expect([side.seen, cursors]).toEqual([
    [20, 1010],
    ['0', '1'],
  ]);
  side.journal.push(ofA(20), ofA(30), ofA(40));
  await side.until(40);
  expect(side.seen).toEqual([20, 1010, 30, 40]);
  await until(() => cursors.at(-1) === '4');
});

test('a new connection goes on from the cursor, page by page; what is live waits for what is older', async () => {
  await using side = await meet();
  side.listenToAll({}, '1');
  const events = [ofA(20), ofA(30), ofB(10), ofA(40), ofB(20)];
  side.journal.push(...events);
  const server = await side.first;
  const { requestId } = await server.next();
  const page = { events: events.slice(1, 3), cursor: '3', complete: false };
  server.send(ofB(20), { type: 'subscribed', requestId, all: true, ...page });
  await side.until(1020);
  expect(side.seen).toEqual([30, 1010, 40, 1020]);
  expect(side.fetched).toEqual(['3']);

  const again = side.gateway.connection();
  server.drop();
  const next = await again;
  expect(await next.subscribedToAll('5', events)).toMatchObject({ all: true, after: '5' });
  next.send(ofA(50));
  await side.until(50);
  expect(side.seen).toEqual([30, 1010, 40, 1020, 50]);
});

test('an event that is too large for a frame is fetched from its session', async () => {
  await using side = await meet();
  side.listenToAll();
  const server = await side.first;
  await server.subscribedToAll('0');
  side.journal.push(ofA(10), ofA(20));
  server.send(available(20, a));
  await side.until(20);
  server.send(ofA(30));
  await side.until(30);
  expect(side.seen).toEqual([20, 30]);
});

test('a reader that was away for too long is told, and begins now', async () => {
  await using side = await meet();
  const told: string[] = [];
  side.listenToAll({ missed: () => told.push('missed'), subscribed: () => told.push('subscribed') }, '1');
  const server = await side.first;
  const { requestId } = await server.next();
  const message = 'Events are kept for 7 days.';
  server.send({ type: 'error', requestId, code: 'events_expired', message, details: { earliest: '7' } });
  expect(await server.subscribedToAll('9')).not.toHaveProperty('after');
  server.send(ofA(90));
  await side.until(90);
  expect(told).toEqual(['missed', 'subscribed']);
});

test('a session of which too much is missing is told alone', async () => {
  await using side = await meet();
  const missed: (string | undefined)[] = [];
  side.listenToAll({ missed: (id) => missed.push(id) });
  const server = await side.first;
  await server.subscribedToAll('0');
  server.send(ofA(10), ofB(10));
  await side.until(1010);
  side.kept.from = 300;
  side.journal.push(ofA(300), ofA(310), ofA(320), ofA(330));
  server.send(ofA(330));
  await side.until(330);
  server.send(ofA(340), ofB(20));
  await side.until(1020);
  expect(missed).toEqual([a]);
  expect(side.seen).toEqual([10, 1010, 300, 310, 320, 330, 340, 1020]);
});

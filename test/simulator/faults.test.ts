import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Story } from './story.ts';
import { startStory } from './story.ts';

let world: Story;
beforeAll(async () => {
  world = await startStory();
});
afterAll(() => world.end());

const CODES: [string, number][] = [
  ['drop', 428],
  ['401', 401],
  ['403', 403],
  ['405', 405],
  ['408', 408],
  ['440', 440],
  ['500', 500],
  ['503', 503],
  ['515', 515],
];

test('a fault ends an open connection with its code; while it lasts it meets every login; then logins succeed', async () => {
  const alice = await world.phone();
  const client = await world.pair(alice);
  for (const [kind, code] of CODES) {
    const socket = client.socketNumber;
    expect(await world.call('POST /faults', { number: alice.number, kind })).toEqual({ status: 202, body: { hit: 1 } });
    expect(await client.closed(socket)).toBe(code);
    // After a 515 the client has come back by itself.
    if (code !== 515) client.connect();
    await client.opened();
    if (code === 515) continue;
    await world.call('POST /faults', { number: alice.number, kind, seconds: 600 });
    await client.closed();
    client.connect();
    expect(await client.closed()).toBe(code);
    await world.call('DELETE /faults');
    client.connect();
    await client.opened();
  }
});

test('silence holds everything back and then lets it through', async () => {
  const [alice, bob] = [await world.phone(), await world.phone()];
  const client = await world.pair(alice);
  await world.call('POST /faults', { number: alice.number, kind: 'silence', seconds: 0.5 });
  const [sent, written] = await Promise.all([client.sends(bob, 'in silence'), bob.writes(alice, 'in silence too')]);
  expect((await bob.shows(sent)).content.text).toBe('in silence');
  expect((await client.receives(written)).text).toBe('in silence too');

  // As slow as it is, everything comes, in order.
  await world.call('POST /faults', { number: alice.number, kind: 'slow', latency: 100, seconds: 600 });
  const started = Date.now();
  await client.sends(bob, 'slowly');
  expect(Date.now() - started).toBeGreaterThan(190);
  await world.call('DELETE /faults');

  // A phone's message arrives damaged once; the client asks again and can read it.
  const before = await world.stats();
  await world.call('POST /faults', { number: alice.number, kind: 'corrupt' });
  expect((await client.receives(await bob.writes(alice, 'damaged'))).text).toBe('damaged');
  expect((await client.receives(await bob.writes(alice, 'whole'))).text).toBe('whole');
  const after = await world.stats();
  expect(after.clientRetries).toBe(before.clientRetries! + 1);
  expect(after.refusedByClients).toBe(before.refusedByClients);
});

test('acknowledgements come in another order than the messages', async () => {
  const [alice, bob] = [await world.phone(), await world.phone()];
  const client = await world.pair(alice);
  await client.sends(bob, 'first of all');
  const before = client.acks.entries.length;
  await world.call('POST /faults', { number: alice.number, kind: 'reorder', seconds: 600 });
  const ids = await Promise.all(['a', 'b', 'c', 'd'].map((text) => client.sends(bob, text)));
  const acked = client.acks.entries.slice(before).map(({ id }) => id);
  expect(new Set(acked)).toEqual(new Set(ids));
  expect(acked).not.toEqual((await bob.messages()).slice(1).map(({ messageId }) => messageId));
  await world.call('DELETE /faults');
});

test('the server’s clock can go wrong', async () => {
  const [alice, bob] = [await world.phone(), await world.phone()];
  const client = await world.pair(alice);
  await world.call('POST /faults', { kind: 'clock', skew: -86_400, seconds: 600 });
  const { message } = await client.receives(await bob.writes(alice, 'yesterday'));
  expect(Date.now() / 1000 - Number(message.messageTimestamp)).toBeGreaterThan(86_000);
  await world.call('DELETE /faults');
});

test.each([
  ['http503', 503],
  ['http429', 429],
])('%s answers the wish for a WebSocket with %i', async (kind, status) => {
  await world.call('POST /faults', { kind, seconds: 600 });
  const refused = new Promise<number | undefined>((resolve) => {
    const socket = new WebSocket(world.simulator.whatsappUrl);
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
  });
  expect(await refused).toBe(status);
  await world.call('DELETE /faults');
});

test('refuse cuts new connections of everybody', async () => {
  const client = await world.pair(await world.phone());
  await world.call('POST /faults', { kind: 'refuse', seconds: 600 });
  await world.call('POST /faults', { kind: 'drop' });
  await client.closed();
  client.connect();
  expect(await client.closed()).toBe(408);
  await world.call('DELETE /faults');
});

test('a seed plays the same faults again, and what was played is told', async () => {
  type Reply = { planned: object[] };
  const plan = { number: (await world.phone()).number, kind: 'random', seconds: 60, every: 0.5 };
  const ask = async (seed: number) => {
    const { body } = await world.call<Reply>('POST /faults', { ...plan, seed });
    return body.planned;
  };
  const first = await ask(7);
  expect(first.length).toBeGreaterThan(60);
  expect(await ask(7)).toEqual(first);
  expect(await ask(8)).not.toEqual(first);
  const { body } = await world.call<Reply & { played: object[] }>('GET /faults');
  expect(body.planned.length).toBeGreaterThan(100);
  expect(body.played).toContainEqual(expect.objectContaining({ kind: 'corrupt', seconds: 0, hit: 0 }));
  expect((await world.call('DELETE /faults')).body).toMatchObject({ active: [], planned: [] });
});

test('through random faults nothing is lost but what the client itself has refused, which is counted', async () => {
  const [alice, bob] = [await world.phone(), await world.phone()];
  const client = await world.pair(alice);
  client.comesBack = true;
  const kinds = ['drop', 'silence', 'slow', 'reorder', 'corrupt', '503', '500'];
  const { refusedByClients } = await world.stats();
  await world.call('POST /faults', { number: alice.number, kind: 'random', seed: 42, seconds: 2, every: 0.3, kinds });
  const planned = async () => (await world.call<{ planned: object[] }>('GET /faults')).body.planned.length;
  const ids = [];
  do {
    for (const text of ['one', 'two', 'three']) ids.push(await bob.writes(alice, text));
    await world.statsWhen(({ unacknowledged }) => unacknowledged === 0);
  } while ((await planned()) > 0);
  await client.receives(await bob.writes(alice, 'the last one'));
  const stats = await world.statsWhen(({ unacknowledged, connected }) => unacknowledged === 0 && connected! > 0);
  const lost = ids.filter(
    (id) => !client.inbox.entries.some(({ message }) => message.key.id === id && message.message),
  );
  expect(lost.length).toBeLessThanOrEqual(stats.refusedByClients! - refusedByClients!);
  expect(stats).toMatchObject({ undecryptable: 0, malformed: 0 });
  client.comesBack = false;
});

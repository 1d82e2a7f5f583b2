import { expect, it } from 'vitest';
import { inLanes } from '../../bench/inLanes.ts';
import { randomFrom } from '../../bench/torture/random.ts';
import { Live } from '../../client/index.ts';
import type { SessionEvent } from '../../core/model/events.ts';
import { cuttable } from './cuttable.ts';
import { Waiter } from './waiter.ts';
import { type Tenant, World } from './world.ts';

/** To the session that is listened to by itself; a second one gets some besides. */
const MESSAGES = 2_000;
const BESIDES = 200;
const CUTS = 50;
const LANES = 16;
/** It takes about 20 s of a free machine. */
const LONGEST_MS = 240_000;

it('gives a client that is cut off again and again every event once, in order', { timeout: LONGEST_MS }, async () => {
  const seed = Date.now() % 1_000_000;
  console.log(`seed ${seed}`);
  const random = randomFrom(seed);
  await using world = await World.open();
  const tenant = await world.tenant();
  const [ada, bob, cem] = [await world.phone('Ada'), await world.phone('Bob'), await world.phone('Cem')];
  const [first, second] = [await world.linked(tenant, ada), await world.linked(tenant, bob)];
  for (const [phone, session] of [[ada, first] as const, [bob, second] as const]) {
    await cem.writes(phone.number, 'warm up');
    await session.receives('warm up');
    session.close();
  }

  using one = new Reader(world, tenant);
  using all = new Reader(world, tenant);
  await all.listensToAll();
  const before = { [first.id]: await last(tenant, first.id), [second.id]: await last(tenant, second.id) };
  one.listensTo(first.id, before[first.id]);

  const moments = [one, all].map(() => Array.from({ length: CUTS }, () => Math.floor(random.next() * MESSAGES)));
  await inLanes(LANES, [...Array(MESSAGES + BESIDES).keys()], async (n) => {
    await cem.writes((n < MESSAGES ? ada : bob).number, `message ${n}`);
    for (const [i, reader] of [one, all].entries()) {
      for (const moment of moments[i] ?? []) if (moment === n) reader.cut();
    }
  });

  for (const id of [first.id, second.id]) {
    const journal = await seqsAfter(tenant, id, before[id] ?? 0, id === first.id ? MESSAGES : BESIDES);
    for (const reader of id === first.id ? [one, all] : [all]) {
      expect(await reader.upTo(id, journal.at(-1) ?? 0, before[id] ?? 0)).toEqual(journal);
    }
  }
  expect([one.connections, all.connections].map((count) => count > CUTS)).toEqual([true, true]);
});

/** A client of its own, on connections that break, and what it was given. */
class Reader implements Disposable {
  readonly #sockets = cuttable();
  readonly #live: Live;
  readonly #events: SessionEvent[] = [];
  readonly #waiter = new Waiter();

  constructor({ stack }: World, { http }: Tenant) {
    const { WebSocket } = this.#sockets;
    const timing = { backoff: { first: 5, longest: 100 } };
    const { websocket } = stack.endpoints;
    this.#live = new Live({ websocket, http, timing, WebSocket });
  }

  get connections(): number {
    return this.#sockets.made;
  }

  listensTo(id: string, after: number | undefined): void {
    this.#live.subscribe(id, { event: (event) => this.#given(event) }, after);
  }

  /** Resolves when from now on everything comes. */
  async listensToAll(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#live.subscribeAll({ event: (event) => this.#given(event), subscribed: resolve });
    });
  }

  cut(): void {
    this.#sockets.cut();
  }

  /** What it was given of a session, in that order, once it was given the event `seq`. */
  async upTo(id: string, seq: number, after: number): Promise<number[]> {
    const given = () => this.#events.filter(({ sessionId }) => sessionId === id).map((event) => event.seq);
    const there = () => (given().includes(seq) ? true : undefined);
    await this.#waiter.until(`event ${seq}`, there, () => given().slice(-3), LONGEST_MS / 4);
    return given().filter((one) => one > after);
  }

  #given(event: SessionEvent): void {
    this.#events.push(event);
    this.#waiter.changed();
  }

  [Symbol.dispose](): void {
    this.#live.close();
  }
}

/** The events of a session that its journal has, once so many messages are among them. */
async function seqsAfter({ http }: Tenant, id: string, after: number, messages: number): Promise<number[]> {
  const seqs: number[] = [];
  let received = 0;
  while (received < messages) {
    const { events } = await http.listEvents(id, { after: seqs.at(-1) ?? after, limit: 100 });
    seqs.push(...events.map(({ seq }) => seq));
    received += events.filter(({ type }) => type === 'message_received').length;
  }
  return seqs;
}

async function last(tenant: Tenant, id: string): Promise<number> {
  return (await seqsAfter(tenant, id, 0, 1)).at(-1) ?? 0;
}

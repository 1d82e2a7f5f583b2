import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendEntry, readEntries, readTail } from '../../core/store/journal.ts';
import { listMessages } from '../../core/store/messages.ts';
import { MessageId } from '../../core/model/ids.ts';
import { getSession } from '../../core/store/sessions.ts';
import type { Context } from '../../worker/context.ts';
import type { PhoneMessage } from '../journeys/phone.ts';
import { World } from '../journeys/world.ts';
import { contextOf, hold, linkedAndHeld } from './inProcess.ts';

describe('a crash heals on the next claim', () => {
  let world: World;
  let context: Context;
  beforeAll(async () => {
    // No worker process: the sessions are held by runners of this test.
    world = await World.open({ workers: 0 });
    context = contextOf(world);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const linked = () => linkedAndHeld(world, context);
  it('between the commit and the projection: rows catch up with the journal', async () => {
    const { session, first, bob } = await linked();
    // In order, so that nothing of it is still on its way to the journal.
    first.holding.stop();
    await first.holding.ended;
    // What a worker writes last when it dies just after a commit: an entry that no row knows of.
    const tail = await readTail(context.table, first.held.id);
    if (!tail) throw new Error('there is no journal');
    const n = tail.n + 1;
    const at = new Date().toISOString();
    const id = MessageId.parse('CRASHED0000000000001');
    const message = {
      id,
      sessionId: first.held.id,
      chatId: `${bob.number}@s.whatsapp.net`,
      fromMe: false,
      content: { type: 'text', text: 'committed, not projected' },
      timestamp: at,
      status: 'delivered',
    } as const;
    const seq = n * 100_000;
    const place = { sessionId: first.held.id, seq, prev: tail.seq, timestamp: at };
    const events = [{ type: 'message_received', message, ...place } as const];
    const { epoch } = first.held;
    await appendEntry(context.table, first.held.id, {
      n,
      epoch,
      generation: 1,
      at,
      seq,
      view: tail.view,
      events,
      taken: [],
    });
    const rows = async () => (await listMessages(context.table, first.held.id, { limit: 10 })).messages;
    expect(await rows()).toEqual([]);

    const next = await hold(context, session.id);
    await expect.poll(rows, { timeout: 10_000 }).toMatchObject([{ id }]);
    await session.receives('committed, not projected');
    next.holding.stop();
    expect(await next.holding.ended).toBe('released');
  });

  it('between the commit and the leaving of the frame: the next owner sends it, once, and the phone reads it', async () => {
    const { session, first, bob } = await linked();
    const warmUp = await session.send(bob.number, 'warm up');
    first.holding.ring();
    // Until its last status is told: no commit of it may be taken for one of the next text's.
    await session.messageStatus(warmUp, 'delivered');
    const entries = async () => (await readEntries(context.table, first.held.id, 0, async () => undefined)).length;
    const before = await entries();

    // The ratchet's step and the frame are committed; the frame never leaves.
    first.cutOff();
    const id = await session.send(bob.number, 'committed, not sent');
    first.holding.ring();
    await expect.poll(entries, { timeout: 10_000 }).toBeGreaterThan(before);
    first.holding.kill();
    await first.holding.ended;
    expect((await bob.messages()).some(({ content }) => content.text === 'committed, not sent')).toBe(false);

    const next = await hold(context, session.id, first.held.worker);
    const shown = await bob.shows('committed, not sent');
    expect(shown.messageId).toBe(id);
    await session.messageStatus(id, 'delivered');
    const copies = (await bob.messages()).filter(({ messageId }) => messageId === id);
    expect(copies).toHaveLength(1);
    expect(await world.stats()).toMatchObject({ undecryptable: 0, ratchetReuses: 0 });
    next.holding.stop();
    await next.holding.ended;
  });

  it('between the commit and the leaving of a receipt: what comes again is receipted, not read twice', async () => {
    const { session, first, ada, bob } = await linked();
    const isDelivered = ({ status }: PhoneMessage) => status === 'delivered';
    await bob.sees(await bob.writes(ada.number, 'warm up'), isDelivered);
    await session.receives('warm up');
    const before = await world.stats();

    first.cutOff();
    const id = await bob.writes(ada.number, 'one');
    await session.receives('one');
    first.holding.kill();
    await first.holding.ended;
    expect((await bob.messages()).filter(({ status }) => status === 'pending')).toHaveLength(1);

    const next = await hold(context, session.id, first.held.worker);
    await bob.sees(id, isDelivered);
    await bob.writes(ada.number, 'two');
    await session.receives('two');
    const texts = session.received.map(({ content }) => content.type === 'text' && content.text);
    expect(texts).toEqual(['warm up', 'one', 'two']);
    // Nothing had to be asked for again.
    const { clientRetries, clientNacks } = await world.stats();
    expect({ clientRetries, clientNacks }).toEqual({
      clientRetries: before['clientRetries'],
      clientNacks: before['clientNacks'],
    });
    next.holding.stop();
    await next.holding.ended;
  });

  it('a former owner that still runs cannot append, sends nothing more and ends', async () => {
    const { session, first, bob } = await linked();
    const next = await hold(context, session.id, first.held.worker);
    await session.until('the new owner', () => session.statuses.filter((status) => status === 'connected')[1]);
    // The former one is told that there is work; it has the socket's 440 behind it and finds its next entry taken.
    first.holding.ring();
    expect(await first.holding.ended).toBe('lost');
    const id = await session.send(bob.number, 'from the right one');
    next.holding.ring();
    await session.messageStatus(id, 'delivered');
    expect((await getSession(context.table, next.held.id))?.epoch).toBe(next.held.epoch);
    expect(await world.stats()).toMatchObject({ supersededStanzas: 0 });
    next.holding.stop();
    await next.holding.ended;
  });
});

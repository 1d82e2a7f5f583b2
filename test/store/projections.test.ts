import { beforeEach, describe, expect, test } from 'vitest';
import type { EventBody } from '../../core/model/events.ts';
import { MessageId, newMediaId, newSessionId, type SessionId } from '../../core/model/ids.ts';
import type { MessageStatus } from '../../core/model/message.ts';
import { findMedia } from '../../core/store/mediaRows.ts';
import { acceptMessage, getMessage, listMessages, readOutbox } from '../../core/store/messages.ts';
import { projectEvents, projectSession } from '../../core/store/projections.ts';
import { getSession } from '../../core/store/sessions.ts';
import { at, entry, eventsOf, message, newSession } from './samples.ts';
import { useStores } from './useStores.ts';

const stores = useStores();
let id: SessionId;
beforeEach(async () => {
  id = await newSession(stores().table);
});

async function projectEach(...bodies: EventBody[]): Promise<void> {
  for (const event of eventsOf(id, 1, 0, ...bodies)) await projectEvents(stores().table, [event]);
}

async function projectTogether(...bodies: EventBody[]): Promise<void> {
  await projectEvents(stores().table, eventsOf(id, 1, 0, ...bodies));
}

describe('the session', () => {
  test('only moves forward, and keeps what an entry does not say', async () => {
    const { table } = stores();
    const linked = {
      answers: 1,
      state: { status: 'connected', connectedAt: at(2) },
      phoneNumber: '4915',
      lid: '1@lid',
    } as const;
    await projectSession(table, id, entry(2, { seq: 20, view: linked }));
    await projectSession(table, id, entry(1, { seq: 10, view: { answers: 0, state: { status: 'connecting' } } }));
    await projectSession(table, id, entry(2, { seq: 11, view: { answers: 0, state: { status: 'connecting' } } }));
    expect(await getSession(table, id)).toMatchObject({ n: 2, seq: 20, updatedAt: at(2), ...linked });
    await projectSession(table, id, entry(3, { seq: 30, view: { answers: 0, state: { status: 'connecting' } } }));
    expect(await getSession(table, id)).toMatchObject({ n: 3, phoneNumber: '4915', lid: '1@lid' });
  });

  test('does not come into being by it', async () => {
    const { table } = stores();
    const none = newSessionId();
    await projectSession(table, none, entry(1));
    expect(await getSession(table, none)).toBeUndefined();
  });
});

describe.each([
  ['that come one by one', projectEach],
  ['that come together', projectTogether],
])('messages %s', (_, project) => {
  const own = MessageId.parse('3EB0000000000000000001');
  const status = (to: MessageStatus, reason?: string): EventBody => ({
    type: 'message_status',
    messageId: own,
    status: to,
    ...(reason && { reason }),
  });
  const accept = () => acceptMessage(stores().table, message(id, { id: own }), 'f');
  const sent = (): EventBody => ({
    type: 'message_sent',
    message: message(id, { id: own, timestamp: at(3), status: 'sent' }),
  });
  const read = () => getMessage(stores().table, id, own);

  test('a send leaves the outbox and moves to the time it left', async () => {
    const { table } = stores();
    await accept();
    await project(sent());
    expect((await readOutbox(table, id)).messages).toEqual([]);
    expect(await read()).toMatchObject({ status: 'sent', timestamp: at(3) });
  });

  test('a status never goes backwards, in whatever order it comes', async () => {
    await accept();
    await project(sent(), status('read'), status('delivered'), status('sent'), sent(), status('failed', 'too late'));
    expect(await read()).toMatchObject({ status: 'read' });
    await project(status('played'));
    expect(await read()).toMatchObject({ status: 'played', reason: undefined });
  });

  test('a failure is final and leaves the outbox', async () => {
    const { table } = stores();
    await accept();
    await project(status('failed', 'not_on_whatsapp'), status('delivered'), sent());
    expect(await read()).toMatchObject({ status: 'failed', reason: 'not_on_whatsapp' });
    expect((await readOutbox(table, id)).messages).toEqual([]);
  });

  test('a status of an unknown message, or none at all, makes nothing', async () => {
    await project(status('delivered'), status('accepted'));
    expect(await read()).toBeUndefined();
  });

  test('a journal can be replayed: twice leaves what once left', async () => {
    const { table } = stores();
    await accept();
    const group = '120363041234567890@g.us';
    const from = (participant: string) =>
      message(id, { chatId: group, participant, fromMe: false, status: 'delivered', timestamp: at(4) });
    const journal: EventBody[] = [
      { type: 'message_received', message: from('1@lid') },
      { type: 'message_received', message: from('2@lid') },
      sent(),
      status('delivered'),
      // Written on the account's own phone.
      { type: 'message_sent', message: message(id, { status: 'sent', timestamp: at(5) }) },
      status('read'),
    ];
    await project(...journal);
    const once = await listMessages(table, id, { limit: 10 });
    expect(once.messages).toHaveLength(4);
    await project(...journal);
    expect(await listMessages(table, id, { limit: 10 })).toEqual(once);
    expect(await read()).toMatchObject({ status: 'read' });
  });
});

test('a message and its statuses that come together are one write', async () => {
  const { table } = stores();
  const own = message(id, { status: 'sent' });
  await acceptMessage(table, message(id), 'f');
  let writes = 0;
  table.db.middlewareStack.add((next) => async (call) => ((writes += 1), next(call)), {
    step: 'initialize',
    name: 'count',
  });
  const statuses = ['delivered', 'read'] as const;
  await projectTogether(
    { type: 'message_sent', message: own },
    ...statuses.map((status): EventBody => ({ type: 'message_status', messageId: own.id, status })),
  );
  table.db.middlewareStack.remove('count');
  expect(writes).toBe(1);
  expect(await getMessage(table, id, own.id)).toMatchObject({ status: 'read' });
});

describe('files', () => {
  const media = { mediaId: newMediaId(), state: 'pending', mimetype: 'image/jpeg', bytes: 3 } as const;
  const identity = { id: MessageId.parse('A1'), chatId: '4915112345678@s.whatsapp.net', fromMe: false } as const;
  const came = (): EventBody => ({
    type: 'message_received',
    message: message(id, { ...identity, content: { type: 'image', media, caption: 'hi' }, status: 'delivered' }),
  });
  const settled = (state: 'available' | 'failed'): EventBody => {
    const { id: messageId, ...place } = identity;
    return { type: 'message_media', messageId, ...place, media: { ...media, state } };
  };
  const seen = async () => {
    const found = await getMessage(stores().table, id, identity.id);
    return [found?.content, await findMedia(stores().table, id, media.mediaId)];
  };

  test('are known from their message on, and what became of them is on both rows', async () => {
    await projectEach(came());
    expect(await seen()).toEqual([{ type: 'image', media, caption: 'hi' }, media]);
    const available = { ...media, state: 'available' };
    await projectEach(settled('available'));
    expect(await seen()).toEqual([{ type: 'image', media: available, caption: 'hi' }, available]);
    // As after a takeover.
    await projectEach(came(), settled('available'));
    expect(await seen()).toEqual([{ type: 'image', media: available, caption: 'hi' }, available]);
  });

  test('of a message that is no more change nothing else', async () => {
    await projectEach(settled('failed'));
    expect(await seen()).toEqual([undefined, { ...media, state: 'failed' }]);
  });
});

import { beforeEach, expect, test } from 'vitest';
import type { Content } from '../../core/model/content.ts';
import type { EventBody } from '../../core/model/events.ts';
import { MessageId, newSessionId, type SessionId } from '../../core/model/ids.ts';
import { getMessage, listMessages } from '../../core/store/messages.ts';
import { projectEvents } from '../../core/store/projections.ts';
import { at, eventsOf, message } from './samples.ts';
import { useStores } from './useStores.ts';

const stores = useStores();
let id: SessionId;
beforeEach(() => {
  id = newSessionId();
});

const BOB = '4915112345678@s.whatsapp.net';
const target = MessageId.parse('TARGET');
const project = async (...bodies: EventBody[]) => {
  for (const event of eventsOf(id, 1, 0, ...bodies)) await projectEvents(stores().table, [event]);
};
const read = () => getMessage(stores().table, id, target);

const received = (name: string, second: number, content: Content): EventBody => ({
  type: 'message_received',
  message: message(id, {
    id: MessageId.parse(name),
    fromMe: false,
    status: 'delivered',
    timestamp: at(second),
    content,
  }),
});
const said = () => received('TARGET', 1, { type: 'text', text: 'said' });
const key = { messageId: target, fromMe: false };
const edit = (second: number, text: string) => received(`EDIT${second}`, second, { type: 'edit', text, ...key });
const react = (second: number, emoji: string) =>
  received(`REACT${second}`, second, { type: 'reaction', emoji, ...key });

test('the newest act of an author counts, in whatever order they come, and how often', async () => {
  const acts = [edit(4, 'second'), edit(3, 'first'), react(6, '❤️'), react(5, '👍')];
  await project(said(), ...acts);
  const marks = { edited: { text: 'second', at: at(4) }, reactions: { [BOB]: '❤️' } };
  expect(await read()).toMatchObject({ content: { text: 'said' }, marks });
  await project(said(), ...acts);
  expect((await read())?.marks).toEqual(marks);
  await project(react(7, ''));
  expect((await read())?.marks).toEqual({ edited: marks.edited });
});

test('an act may come before what it was done to, which is not there until it comes', async () => {
  const { table } = stores();
  await project(edit(3, 'edited'));
  expect(await read()).toBeUndefined();
  expect((await listMessages(table, id, { limit: 10 })).messages).toEqual([]);
  await project(said());
  expect(await read()).toMatchObject({ content: { text: 'said' }, marks: { edited: { text: 'edited' } } });
  expect((await listMessages(table, id, { limit: 10 })).messages).toHaveLength(1);
});

test('what was waiting is replaced by what it says, and never the other way round', async () => {
  const waiting = received('TARGET', 1, { type: 'waiting' });
  await project(waiting, react(5, '👍'), said(), waiting);
  expect(await read()).toMatchObject({
    content: { type: 'text', text: 'said' },
    marks: { reactions: { [BOB]: '👍' } },
  });
});

test('a deletion leaves the content, and a mark', async () => {
  await project(said(), received('GONE', 3, { type: 'delete', ...key }));
  expect(await read()).toMatchObject({ content: { text: 'said' }, marks: { deleted: { at: at(3) } } });
});

/** Every kind of message, both ways, through real Baileys and the simulated phones' own decryption. */
import { beforeAll, describe, expect, it } from 'vitest';
import { adaAndBob } from './adaAndBob.ts';
import type { Content, Outgoing } from '../../core/model/content.ts';
import { MessageId } from '../../core/model/ids.ts';
import type { Message } from '../../core/model/message.ts';

/** A kind, in the four languages it is told in. A file to send is made first, from the session. */
interface Kind {
  /** What the caller sends. */
  send: object;
  /** What the phone shows of it then. */
  shown: object;
  /** What the phone writes. */
  write: { type: string; [field: string]: unknown };
  /** What the session tells of it then. */
  told: object;
}

const place = { latitude: 52.5, longitude: 13.4, name: 'Office', address: 'Main St 1' };
const poll = { question: 'Tea?', options: ['yes', 'no', 'later'] };

const KINDS: [string, Kind][] = [
  [
    'text',
    {
      send: { type: 'text', text: 'Grüße 👋 https://example.com' },
      shown: { type: 'text', text: 'Grüße 👋 https://example.com' },
      write: { type: 'text', text: 'hello' },
      told: { type: 'text', text: 'hello' },
    },
  ],
  [
    'location',
    {
      send: { type: 'location', ...place },
      shown: { type: 'location', ...place },
      write: { type: 'location', ...place },
      told: { type: 'location', ...place },
    },
  ],
  [
    'contact',
    {
      send: { type: 'contact', contacts: [{ name: 'Carol; "C"', phoneNumber: '+491701234567' }] },
      shown: {
        type: 'contact',
        contacts: [{ name: 'Carol; "C"', vcard: expect.stringContaining('waid=491701234567:+491701234567') }],
      },
      write: { type: 'contact', name: 'Dan', number: '491701234568' },
      told: { type: 'contact', contacts: [{ name: 'Dan', phoneNumber: '491701234568' }] },
    },
  ],
  [
    'several contacts',
    {
      send: {
        type: 'contact',
        contacts: [
          { name: 'Carol', phoneNumber: '491701234567' },
          { name: 'Dan', phoneNumber: '491701234568' },
        ],
      },
      shown: { type: 'contact', contacts: [{ name: 'Carol' }, { name: 'Dan' }] },
      write: { type: 'contact', name: 'Dan', number: '491701234568' },
      told: { type: 'contact' },
    },
  ],
  [
    'poll for one answer',
    {
      send: { type: 'poll', ...poll },
      shown: { type: 'poll', ...poll, selectable: 1 },
      write: { type: 'poll', ...poll, selectable: 1 },
      told: { type: 'poll', ...poll, selectable: 1 },
    },
  ],
  [
    'poll for any number of answers',
    {
      send: { type: 'poll', ...poll, selectable: 0 },
      shown: { type: 'poll', ...poll, selectable: 0 },
      write: { type: 'poll', ...poll, selectable: 2 },
      told: { type: 'poll', ...poll, selectable: 2 },
    },
  ],
];

const { world, tenant, ada, bob, session } = await adaAndBob();

describe.each(['a person', 'a group'])('with %s', (where) => {
  /** Where the session writes, and where the phone does. */
  let chat: { ours: string; theirs: string };
  beforeAll(async () => {
    const group = where === 'a group' ? await bob.makesGroup('Friends', [ada.number]) : undefined;
    chat = { ours: group ?? bob.number, theirs: group ?? ada.number };
  });

  /** Sends, and gives the id once the server has taken it. */
  async function send(content: object): Promise<string> {
    const { messageId } = await tenant.http.sendMessage(session.id, { to: chat.ours, content: content as Outgoing });
    await session.messageStatus(messageId, 'sent');
    return messageId;
  }
  const row = (id: string): Promise<Message> => tenant.http.getMessage(session.id, id);
  const told = async (wish: Kind['write']): Promise<Message> => session.gets(await bob.says(chat.theirs, wish));
  const listed = async () => (await tenant.http.listMessages(session.id, { chat: chat.ours, limit: 100 })).messages;

  it.each(KINDS)('%s: the phone shows just what was sent', async (_kind, { send: content, shown }) => {
    const id = await send(content);
    expect((await bob.sees(id)).content).toMatchObject(shown);
    expect((await row(id)).content).toMatchObject({ type: (content as Content).type });
  });

  it.each(KINDS)('%s: the session tells just what the phone wrote', async (_kind, { write, told: expected }) => {
    const message = await told(write);
    expect(message.content).toEqual(expect.objectContaining(expected));
    expect(message).toMatchObject({ fromMe: false, pushName: 'Bob', status: 'delivered' });
    await expect.poll(() => row(message.id)).toEqual(message);
  });

  it('an answer: what it quotes and whom it names', async () => {
    const question = await told({ type: 'text', text: 'When are you open?' });
    const answer = await send({ type: 'text', text: 'At nine, @bob', quote: question.id, mentions: [bob.number] });
    expect((await bob.sees(answer)).content).toMatchObject({
      text: 'At nine, @bob',
      quotes: question.id,
      mentions: [`${bob.number}@s.whatsapp.net`],
    });
    expect((await row(answer)).content).toMatchObject({
      quote: { messageId: question.id, text: 'When are you open?' },
    });

    const reply = await told({ type: 'text', text: 'Thanks, @ada', quote: answer, mentions: [ada.number] });
    expect(reply.content).toEqual({
      type: 'text',
      text: 'Thanks, @ada',
      quote: {
        messageId: answer,
        participant: `${ada.number}@s.whatsapp.net`,
        type: 'text',
        text: 'At nine, @bob',
      },
      mentions: [`${ada.number}@s.whatsapp.net`],
    });
  });

  it('a forward: the content again, marked as forwarded', async () => {
    const original = await told({ type: 'location', ...place });
    const forwarded = await send({ type: 'forward', messageId: original.id });
    expect((await bob.sees(forwarded)).content).toMatchObject({ type: 'location', ...place, forwarded: true });
    const back = await told({ type: 'text', text: 'pass it on', forwarded: true });
    expect(back.content).toEqual({ type: 'text', text: 'pass it on', forwarded: true });
  });

  it('reactions: each one’s newest counts, and an empty one takes it back', async () => {
    const theirs = await told({ type: 'text', text: 'react to me' });
    const ours = await send({ type: 'text', text: 'and to me' });
    await bob.sees(ours);
    await send({ type: 'reaction', messageId: theirs.id, emoji: '👍' });
    expect((await bob.sees(theirs.id, ({ reactions }) => reactions !== undefined)).reactions).toEqual({
      [ada.number]: '👍',
    });
    const act = await told({ type: 'reaction', messageId: ours, emoji: '❤️' });
    expect(act.content).toEqual({ type: 'reaction', emoji: '❤️', messageId: ours, fromMe: true });
    const bobJid = `${bob.number}@s.whatsapp.net`;
    await expect.poll(async () => (await row(ours)).marks).toEqual({ reactions: { [bobJid]: '❤️' } });
    await expect.poll(async () => (await row(theirs.id)).marks).toEqual({ reactions: { me: '👍' } });

    await send({ type: 'reaction', messageId: theirs.id, emoji: '' });
    await bob.sees(theirs.id, ({ reactions }) => Object.keys(reactions ?? {}).length === 0);
    await told({ type: 'reaction', messageId: ours, emoji: '' });
    await expect.poll(async () => (await row(ours)).marks).toBeUndefined();
    await expect.poll(async () => (await row(theirs.id)).marks).toBeUndefined();
  });

  it('edits', async () => {
    const ours = await send({ type: 'text', text: 'tpyo' });
    await bob.sees(ours);
    await send({ type: 'edit', messageId: ours, text: 'typo' });
    expect((await bob.sees(ours, ({ edited }) => edited !== undefined)).edited).toMatchObject({ text: 'typo' });
    await expect.poll(async () => (await row(ours)).marks?.edited?.text).toBe('typo');

    const theirs = await told({ type: 'text', text: 'helo' });
    await told({ type: 'edit', messageId: theirs.id, text: 'hello' });
    await expect.poll(async () => (await row(theirs.id)).marks?.edited?.text).toBe('hello');
    expect((await row(theirs.id)).content).toEqual({ type: 'text', text: 'helo' });
  });

  it('deletions: the phone shows it no more, our row keeps what it said and that it was deleted', async () => {
    const ours = await send({ type: 'text', text: 'never mind' });
    await bob.sees(ours);
    await send({ type: 'delete', messageId: ours });
    await bob.sees(ours, ({ deleted }) => deleted === true);
    await expect.poll(async () => (await row(ours)).marks?.deleted?.at).toBeDefined();

    const theirs = await told({ type: 'text', text: 'nor this' });
    await told({ type: 'delete', messageId: theirs.id });
    await expect.poll(async () => (await row(theirs.id)).marks?.deleted?.at).toBeDefined();
    expect((await row(theirs.id)).content).toEqual({ type: 'text', text: 'nor this' });
  });

  it('votes, in our poll and in theirs; the newest of each counts', async () => {
    const ours = await send({ type: 'poll', ...poll, selectable: 2 });
    await bob.sees(ours);
    await told({ type: 'vote', messageId: ours, options: ['no'] });
    const act = await told({ type: 'vote', messageId: ours, options: ['yes', 'later'] });
    expect(act.content).toEqual({ type: 'vote', options: ['yes', 'later'], messageId: ours, fromMe: true });
    const bobJid = `${bob.number}@s.whatsapp.net`;
    await expect.poll(async () => (await row(ours)).marks?.votes).toEqual({ [bobJid]: ['yes', 'later'] });

    const theirs = await told({ type: 'poll', ...poll, selectable: 1 });
    await send({ type: 'vote', messageId: theirs.id, options: ['later'] });
    const voted = await bob.sees(theirs.id, ({ votes }) => votes !== undefined);
    expect(voted.votes).toEqual({ [ada.number]: ['later'] });
    await expect.poll(async () => (await row(theirs.id)).marks?.votes).toEqual({ me: ['later'] });
  });

  it('what the account writes on its own phone is told as sent, acts and votes, too', async () => {
    const theirs = await told({ type: 'poll', ...poll, selectable: 1 });
    await ada.sees(theirs.id);
    const own = await ada.says(chat.ours, { type: 'text', text: 'from my phone' });
    const sent = await session.until('the own message', () =>
      session.events.find((event) => event.type === 'message_sent' && event.message.id === own),
    );
    expect(sent).toMatchObject({ message: { fromMe: true, status: 'sent', content: { text: 'from my phone' } } });
    await ada.says(chat.ours, { type: 'vote', messageId: theirs.id, options: ['yes'] });
    await ada.says(chat.ours, { type: 'reaction', messageId: theirs.id, emoji: '🎉' });
    await expect
      .poll(async () => (await row(theirs.id)).marks)
      .toEqual({ votes: { me: ['yes'] }, reactions: { me: '🎉' } });
    await ada.says(chat.ours, { type: 'edit', messageId: own, text: 'from my own phone' });
    await expect.poll(async () => (await row(own)).marks?.edited?.text).toBe('from my own phone');
  });

  it('what is done to messages is not listed among them, and has a status of its own', async () => {
    const target = await told({ type: 'text', text: 'the last one' });
    const act = await send({ type: 'reaction', messageId: target.id, emoji: '👀' });
    await expect.poll(async () => (await row(act)).status).not.toBe('accepted');
    expect((await listed()).map(({ content }) => content.type)).not.toContain('reaction');
    expect((await listed()).map(({ id }) => id)).toContain(target.id);
    expect(MessageId.parse(act)).toBe((await row(act)).id);
  });

  it('nothing of it was unreadable to a phone, or odd to the server', async () => {
    const { decryptFailures, undecryptable, malformed, refusedByClients, internalErrors } = await world.stats();
    expect({ decryptFailures, undecryptable, malformed, refusedByClients, internalErrors }).toEqual({
      decryptFailures: 0,
      undecryptable: 0,
      malformed: 0,
      refusedByClients: 0,
      internalErrors: 0,
    });
  });
});

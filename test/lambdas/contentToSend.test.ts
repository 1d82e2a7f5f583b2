import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Content } from '../../core/model/content.ts';
import { MessageId, type SessionId } from '../../core/model/ids.ts';
import { Message } from '../../core/model/message.ts';
import { projectEvents } from '../../core/store/projections.ts';
import { eventsOf, message } from '../store/samples.ts';
import { connected } from './api.ts';
import { useApi } from './useApi.ts';

const api = useApi();
const PERSON = '4915112345678@s.whatsapp.net';
const LID = '77700011@lid';
const GROUP = '120363041234567890@g.us';
const MINUTE = 60_000;
let token: string;
let id: SessionId;
beforeAll(async () => {
  token = await api().token('ada');
});
beforeEach(async () => {
  api().clock.aheadMs = 0;
  id = await api().session('ada', connected);
});

let count = 0;
/** A message that the session has. */
async function had(change: Partial<Message> = {}): Promise<MessageId> {
  const messageId = MessageId.parse(`HAD${count++}`);
  const given = { id: messageId, timestamp: new Date().toISOString(), status: 'sent' as const, ...change };
  const type = change.fromMe === false ? 'message_received' : 'message_sent';
  const bare = message(id, given);
  const phoneNumber = bare.chatId === PERSON ? { phoneNumber: '4915112345678', lid: LID } : {};
  for (const event of eventsOf(id, 1, 0, { type, message: { ...bare, ...phoneNumber } })) {
    await projectEvents(api().table, [event]);
  }
  return messageId;
}
const theirs = (change: Partial<Message> = {}) => had({ fromMe: false, status: 'delivered', ...change });
const asked: Content = { type: 'poll', question: 'Tea?', options: ['yes', 'no', 'later'], selectable: 2 };

const send = (content: object, to = PERSON, headers = {}) =>
  api().http('POST', `/api/sessions/${id}/messages`, { token, body: { to, content }, headers });
async function accepted(content: object, to = PERSON): Promise<Message> {
  const { status, json } = await send(content, to);
  expect({ status, json }).toMatchObject({ status: 202 });
  const { messageId } = json as { messageId: string };
  return Message.parse((await api().http('GET', `/api/sessions/${id}/messages/${messageId}`, { token })).json);
}

describe('what is accepted', () => {
  it('an answer: the quoted message’s author, kind and words are kept with it', async () => {
    const quote = await theirs({ content: { type: 'location', latitude: 1, longitude: 2, name: 'Here' } });
    const { content } = await accepted({ type: 'text', text: 'I see', quote, mentions: ['+4915112345678'] });
    expect(content).toEqual({
      type: 'text',
      text: 'I see',
      quote: { messageId: quote, participant: PERSON, type: 'location', text: 'Here' },
      mentions: [PERSON],
    });
  });

  it('a text without a link preview, which there is none of in any case', async () => {
    const text = 'see https://example.com';
    expect((await accepted({ type: 'text', text, linkPreview: false })).content).toEqual({ type: 'text', text });
  });

  it.each(['👍', '❤️', '❤', '👩‍👩‍👧‍👦', '🇩🇪', '1️⃣', '👍🏽', ''])('a reaction with %j', async (emoji) => {
    const act = { type: 'reaction', messageId: await theirs(), emoji };
    expect((await accepted(act)).content).toMatchObject({ emoji });
  });

  it('an act on a message of the same chat, also where that is named by LID', async () => {
    const target = await theirs();
    const act = { type: 'reaction', messageId: target, emoji: '👍' };
    expect((await accepted(act)).content).toEqual({ ...act, fromMe: false });
    expect((await accepted(act, LID)).content).toEqual({ ...act, fromMe: false });
  });

  it('a deletion of what others wrote, in a group', async () => {
    const target = await theirs({ chatId: GROUP, participant: PERSON });
    const { content } = await accepted({ type: 'delete', messageId: target }, GROUP);
    expect(content).toEqual({ type: 'delete', messageId: target, fromMe: false, participant: PERSON });
  });

  it('a forward from another chat, with the words as they were edited, but neither quote nor mentions', async () => {
    const original = await theirs({
      chatId: GROUP,
      participant: PERSON,
      content: { type: 'text', text: 'tpyo', mentions: [PERSON] },
      marks: { edited: { text: 'typo', at: new Date().toISOString() } },
    });
    expect((await accepted({ type: 'forward', messageId: original })).content).toEqual({
      type: 'text',
      text: 'typo',
      forwarded: true,
    });
    const own = await had();
    expect((await accepted({ type: 'forward', messageId: own })).content).toEqual({ type: 'text', text: 'hello' });
  });

  it('a repeat, also when the first would be too late by now', async () => {
    const target = await had();
    const edit = { type: 'edit', messageId: target, text: 'new' };
    const key = { 'idempotency-key': 'edit-1' };
    const first = await send(edit, PERSON, key);
    api().clock.aheadMs = 60 * MINUTE;
    expect(await send(edit, PERSON, key)).toMatchObject({ status: 202, json: first.json });
    expect((await send({ ...edit, text: 'other' }, PERSON, key)).json).toMatchObject({
      error: { code: 'idempotency_conflict' },
    });
  });
});

/** Each refusal names the field, and says what is allowed there. */
describe('what is refused', () => {
  async function refusal(content: object, to = PERSON) {
    const { status, json } = await send(content, to);
    const { error } = json as { error: { code: string; details: { field: string; message: string }[] } };
    return { status, code: error.code, ...error.details[0] };
  }
  const field = 'content.messageId';
  const notFound = { status: 404, code: 'message_not_found' };
  const invalid = { status: 400, code: 'invalid_request' };

  it.each([
    ['quote', { type: 'text', text: 'hi', quote: 'NOBODY' }, 'content.quote'],
    ['target', { type: 'edit', messageId: 'NOBODY', text: 'hi' }, field],
    ['original', { type: 'forward', messageId: 'NOBODY' }, field],
  ])('an unknown %s', async (_what, content, named) => {
    expect(await refusal(content)).toMatchObject({ ...notFound, field: named });
  });

  it('a message of another session', async () => {
    const messageId = await theirs();
    id = await api().session('ada', connected);
    expect(await refusal({ type: 'reaction', messageId, emoji: '👍' })).toMatchObject(notFound);
  });

  it('a message of another chat', async () => {
    const messageId = await theirs({ chatId: GROUP, participant: PERSON });
    expect(await refusal({ type: 'text', text: 'hi', quote: messageId })).toMatchObject({
      ...invalid,
      field: 'content.quote',
      message: 'must be a message of the chat that is written to',
    });
    expect(await refusal({ type: 'delete', messageId })).toMatchObject({ ...invalid, field });
  });

  it('an act on an act, on what was deleted, on what was never sent', async () => {
    const target = await theirs();
    const act = await had({ content: { type: 'reaction', emoji: '👍', messageId: target, fromMe: false } });
    const deleted = await theirs({ marks: { deleted: { at: new Date().toISOString() } } });
    const failed = await had({ status: 'failed' });
    for (const [messageId, words] of [
      [act, 'must be a message that says something; this one is a "reaction"'],
      [deleted, 'this message was deleted'],
      [failed, 'this message was not sent'],
    ]) {
      expect(await refusal({ type: 'reaction', messageId, emoji: '👍' })).toMatchObject({
        ...invalid,
        field,
        message: words,
      });
    }
  });

  it('editing what others wrote, or what is no text', async () => {
    const place = await had({ content: { type: 'location', latitude: 1, longitude: 2 } });
    for (const messageId of [await theirs(), place]) {
      expect(await refusal({ type: 'edit', messageId, text: 'x' })).toMatchObject({ ...invalid, field });
    }
  });

  it('deleting what the other one wrote, in a chat with one person', async () => {
    expect(await refusal({ type: 'delete', messageId: await theirs() })).toMatchObject({ ...invalid, field });
  });

  it('an edit after 15 minutes, a deletion after 60 hours', async () => {
    const ago = (minutes: number) => had({ timestamp: new Date(Date.now() - minutes * MINUTE).toISOString() });
    const edit = (messageId: MessageId) => ({ type: 'edit', messageId, text: 'x' });
    const gone = (messageId: MessageId) => ({ type: 'delete', messageId });
    const late = { status: 409, code: 'too_late', field };
    await accepted(edit(await ago(14)));
    expect(await refusal(edit(await ago(16)))).toMatchObject(late);
    await accepted(gone(await ago(59 * 60)));
    expect(await refusal(gone(await ago(61 * 60)))).toMatchObject(late);
  });

  it('a vote in what is no poll, for what is no option, for too many', async () => {
    const poll = await theirs({ content: asked });
    const vote = (options: string[], messageId: string = poll) => refusal({ type: 'vote', messageId, options });
    expect(await vote(['yes'], await theirs())).toMatchObject({ ...invalid, field });
    expect(await vote(['maybe'])).toMatchObject({
      ...invalid,
      field: 'content.options',
      message: 'must be among the poll\'s: "yes", "no", "later"',
    });
    expect(await vote(['yes', 'no', 'later'])).toMatchObject({ ...invalid, field: 'content.options' });
  });

  it('forwarding what is not known, may be seen once, or has not arrived', async () => {
    const media = { mediaId: `med_${'0'.repeat(26)}`, state: 'pending', mimetype: 'image/png' };
    const contents = [
      { type: 'waiting' },
      { type: 'unsupported', kind: 'eventMessage' },
      { type: 'image', media, viewOnce: true },
      { type: 'image', media },
    ];
    for (const content of contents) {
      const messageId = await theirs({ content: content as Content });
      expect(await refusal({ type: 'forward', messageId })).toMatchObject({ field });
    }
  });

  it('a poll that lets one choose more than there is', async () => {
    const poll = { type: 'poll', question: 'Tea?', options: ['yes', 'no'], selectable: 3 };
    expect(await refusal(poll)).toMatchObject({ ...invalid, field: 'content.selectable' });
  });

  it('a kind that there is not, and says which there are', async () => {
    const { field: named, message: words } = await refusal({ type: 'telegram' });
    expect(named).toBe('content.type');
    expect(words).toContain("'text' | 'image'");
  });
});

it('a WebSocket frame sends the same kinds, and is refused the same things', async () => {
  const client = await api().webSocket(token);
  const frame = { type: 'send_message', sessionId: id, to: PERSON };
  const messageId = await theirs();
  expect(await client.ask({ ...frame, message: { type: 'reaction', messageId, emoji: '👍' } })).toMatchObject({
    type: 'message_accepted',
    status: 'accepted',
  });
  const refused = { type: 'error', code: 'message_not_found', details: [{ field: 'message.messageId' }] };
  expect(await client.ask({ ...frame, message: { type: 'delete', messageId: 'NOBODY' } })).toMatchObject(refused);
  const wrong = { type: 'error', code: 'invalid_request', details: [{ field: 'message.options' }] };
  expect(await client.ask({ ...frame, message: { ...asked, options: ['a', 'a'] } })).toMatchObject(wrong);
});

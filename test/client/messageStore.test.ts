import { expect, test } from 'vitest';
import type { SessionEvent } from '../../core/model/events.ts';
import { Message } from '../../core/model/message.ts';
import { addMessages, EMPTY, isNew, takeEvent } from '../../console/state/messageStore.ts';

const sessionId = 'ses_01m81fqf06khr7kkd3p0q5ww18';
const media = (state: 'pending' | 'available') => ({
  mediaId: 'med_01m81n156smw5wj86xdprec5ka',
  state,
  mimetype: 'image/png',
});
const picture = Message.parse({
  id: '3EB0C767D097B7C7B5B5',
  sessionId,
  chatId: '491701234567@s.whatsapp.net',
  fromMe: false,
  content: { type: 'image', media: media('pending') },
  timestamp: '2026-01-01T00:00:00.000Z',
  status: 'delivered',
});
const here = {
  type: 'message_media',
  sessionId,
  messageId: picture.id,
  chatId: picture.chatId,
  media: media('available'),
  seq: 2,
  prev: 1,
  timestamp: picture.timestamp,
} as SessionEvent;

test.each([
  ['the message, then its file', () => takeEvent(addMessages(EMPTY, [picture]), here)],
  ['its file, then the message', () => addMessages(takeEvent(EMPTY, here), [picture])],
  [
    'both, then a page that is older',
    () => addMessages(takeEvent(addMessages(EMPTY, [picture]), here), [picture], 'before'),
  ],
])('a file that is here is shown, whatever comes first: %s', (_, store) => {
  const [shown] = store().messages.values();
  expect(shown?.content).toMatchObject({ media: { state: 'available' } });
});

test('a message is news once', () => {
  expect(isNew(EMPTY, picture)).toBe(true);
  expect(isNew(addMessages(EMPTY, [picture]), picture)).toBe(false);
});

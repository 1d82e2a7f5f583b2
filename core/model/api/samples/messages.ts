import type * as z from 'zod';
import { EventPage, FeedPage, MessageAccepted, MessagePage } from '../../http.ts';
import { MediaAnswer, MediaCreated } from '../../media.ts';
import { Message } from '../../message.ts';
import type { SessionEvent } from '../../events.ts';
import { WebhookEvent } from '../../webhooks.ts';
import { sample } from './sample.ts';
import { at, cursor, GRACE, IDS } from './story.ts';

const sessionId = IDS.session;
const chat = { sessionId, chatId: GRACE.jid, phoneNumber: GRACE.number, lid: GRACE.lid };

export const received = {
  id: '3A5D0F2B9C7E41A68B10',
  ...chat,
  fromMe: false,
  pushName: 'Grace',
  content: { type: 'text', text: 'Do you open on Sunday?' },
  timestamp: at('09:14:58'),
  status: 'delivered',
} satisfies z.input<typeof Message>;

export const sent = {
  id: IDS.message,
  ...chat,
  fromMe: true,
  content: {
    type: 'text',
    text: 'Yes, from 9 to 5.',
    quote: { messageId: received.id, participant: GRACE.jid, type: 'text', text: received.content.text },
  },
  timestamp: at('09:15:20'),
  deadline: '2026-05-05T09:15:20.000Z',
  by: IDS.key,
  status: 'read',
} satisfies z.input<typeof Message>;

export const media = {
  mediaId: IDS.media,
  state: 'available',
  mimetype: 'image/png',
  bytes: 20_480,
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  fileName: 'plan.png',
} as const;

/** The place of the event with this number. */
export const place = (seq: number, timestamp: string) => ({ sessionId, seq, prev: seq - 1, timestamp });

export const arrival = {
  type: 'message_received',
  message: received,
  ...place(7, at('09:14:58')),
} satisfies z.input<typeof SessionEvent>;

const address = `https://keepline-media.s3.eu-central-1.amazonaws.com/media/${sessionId}/${IDS.media}`;

export const MESSAGE_SAMPLES = {
  MessageAccepted: sample(MessageAccepted, { messageId: IDS.message, status: 'accepted' }),
  Message: sample(Message, sent),
  MessagePage: sample(MessagePage, { messages: [sent, received], cursor }),
  MediaCreated: sample(MediaCreated, {
    mediaId: IDS.media,
    upload: {
      method: 'PUT',
      url: `${address}?X-Amz-Signature=signed`,
      headers: { 'content-type': 'image/png', 'content-length': '20480' },
    },
    expiresAt: at('09:30:00'),
  }),
  MediaAnswer: sample(MediaAnswer, { media, url: `${address}?X-Amz-Signature=signed`, expiresAt: at('09:30:00') }),
  EventPage: sample(EventPage, { events: [arrival], complete: true }),
  FeedPage: sample(FeedPage, { events: [arrival], cursor, complete: true }),
  WebhookEvent: sample(WebhookEvent, { ...arrival, id: IDS.event }),
};

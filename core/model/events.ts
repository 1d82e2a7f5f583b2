/**
 * What happens to a session, as clients see it. Journaled events carry `seq`, which grows, and `prev`, the `seq` before it
 * (0 at the start), so that a client sees a gap. Delivery is at least once.
 */
import * as z from 'zod';
import { ChatChange, Contact } from './chats.ts';
import { Media } from './content.ts';
import { GroupChange } from './groups.ts';
import { MessageId, OperationId, SessionId } from './ids.ts';
import { Message, MessageStatus } from './message.ts';
import { OperationFailure } from './operations.ts';
import { SendingPause, SessionStatus } from './session.ts';

/** An event before the journal gives it its place. */
export const EventBody = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('status_update'),
    status: SessionStatus,
    reason: z.string().optional(),
    attempt: z.int().optional(),
    nextRetryAt: z.iso.datetime().optional(),
    userAction: z.string().optional(),
    connectedAt: z.iso.datetime().optional(),
    /** Absent: everything that is accepted leaves. */
    sending: SendingPause.optional(),
  }),
  z.object({
    type: z.literal('session_ready'),
    phoneNumber: z.string(),
    lid: z.string().optional(),
    /** Which of the account's linked devices this is, and what its phone is, such as "android". */
    device: z.int().optional(),
    platform: z.string().optional(),
  }),
  z.object({ type: z.literal('message_received'), message: Message }),
  z.object({ type: z.literal('message_sent'), message: Message }),
  z.object({
    type: z.literal('message_status'),
    messageId: MessageId,
    status: MessageStatus,
    reason: z.string().optional(),
    /** The member whose receipt this is, in a group; without it the message as a whole has come so far. */
    recipient: z.string().optional(),
  }),
  /** A file that came with a message has arrived in our store, or could not be had. */
  z.object({
    type: z.literal('message_media'),
    messageId: MessageId,
    chatId: z.string(),
    /** Written on another device of the account. */
    fromMe: z.boolean(),
    /** Who wrote the message, in a group. */
    participant: z.string().optional(),
    media: Media,
  }),
  z.object({ type: z.literal('chat_updated'), chat: ChatChange }),
  z.object({ type: z.literal('contact_updated'), contact: Contact }),
  z.object({ type: z.literal('group_updated'), group: GroupChange }),
  /** The end of an operation whose answer took so long that its asker was told to wait for this. */
  z.object({
    type: z.literal('operation_finished'),
    operationId: OperationId,
    kind: z.string(),
    state: z.enum(['done', 'failed']),
    result: z.unknown().optional(),
    error: OperationFailure.optional(),
  }),
  /** Of the time before the link, or many at once: some of it, bounded. Not for webhooks. */
  z.object({
    type: z.literal('history_received'),
    /** Oldest first. */
    messages: z.array(Message).optional(),
    /** The phone has no more to tell. */
    complete: z.boolean().optional(),
    chats: z.array(ChatChange).optional(),
    contacts: z.array(Contact).optional(),
    groups: z.array(GroupChange).optional(),
  }),
]);
export type EventBody = z.infer<typeof EventBody> & { correlationId?: string | undefined };

export const EventPlace = z.object({
  sessionId: SessionId,
  seq: z.int(),
  prev: z.int(),
  timestamp: z.iso.datetime(),
  /** Of the request that it came of, where it came of one: the caller's `X-Correlation-Id`, or the one that was answered. */
  correlationId: z.string().optional(),
});

export const SessionEvent = z.intersection(EventBody, EventPlace);
export type SessionEvent = z.infer<typeof SessionEvent>;

/** A place in the stream of all of a tenant's sessions; nothing for callers to read or make. */
export const FeedCursor = z.string().min(1).max(1024);

/** A live QR code: a secret while it is valid, so never journaled. Its text is what the phone reads. */
export const QrCode = z.object({
  qrString: z.string(),
  /** The how manieth code of this pairing, from 1. */
  attempt: z.int(),
  expiresAt: z.iso.datetime(),
});
export type QrCode = z.infer<typeof QrCode>;

/** Eight characters to type on the phone instead of scanning; a secret like the QR code. */
export const PairingCode = z.object({ code: z.string(), expiresAt: z.iso.datetime() });
export type PairingCode = z.infer<typeof PairingCode>;

/** Why there is no pairing code for a phone: what WhatsApp said to the last ask. */
export const PairingRefusal = z.object({ error: OperationFailure, expiresAt: z.iso.datetime() });
export type PairingRefusal = z.infer<typeof PairingRefusal>;

import * as z from 'zod';
import { MessageId, SessionId } from './ids.ts';

/** What a message says, by kind. `unsupported` is a kind that we do not read yet; `kind` is WhatsApp's name for it. */
export const Content = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('unsupported'), kind: z.string() }),
]);
export type Content = z.infer<typeof Content>;

/** WhatsApp's own bound on a text. */
export const TEXT_LIMIT = 65_536;

/** Content that can be sent. */
export const Outgoing = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('text'),
    text: z
      .string()
      .max(TEXT_LIMIT)
      .refine((text) => text.trim() !== '', 'must not be empty')
      .refine((text) => text.isWellFormed() && !text.includes('\0'), 'must be well-formed Unicode without NUL'),
  }),
]);
export type Outgoing = z.infer<typeof Outgoing>;

export const MessageStatus = z.enum(['accepted', 'sent', 'delivered', 'read', 'played', 'failed']);
export type MessageStatus = z.infer<typeof MessageStatus>;

/** A message of a session, sent or received. `chatId` is canonical; number and LID of the other side are given where known. */
export const Message = z.object({
  id: MessageId,
  sessionId: SessionId,
  chatId: z.string(),
  phoneNumber: z.string().optional(),
  lid: z.string().optional(),
  fromMe: z.boolean(),
  /** Who wrote it, in a group. */
  participant: z.string().optional(),
  pushName: z.string().optional(),
  content: Content,
  timestamp: z.iso.datetime(),
  status: MessageStatus,
  /** Why it failed. */
  reason: z.string().optional(),
});
export type Message = z.infer<typeof Message>;

const RANK: Record<MessageStatus, number> = { accepted: 0, sent: 1, delivered: 2, read: 3, played: 4, failed: 5 };

/** Status only moves forward; what has reached a phone cannot fail any more, and failed is final. */
export function advances(from: MessageStatus, to: MessageStatus): boolean {
  if (to === 'failed') return from === 'accepted' || from === 'sent';
  return from !== 'failed' && RANK[to] > RANK[from];
}

/** The statuses from which `to` is a step forward. */
export const statusesBefore = (to: MessageStatus): MessageStatus[] =>
  MessageStatus.options.filter((from) => advances(from, to));

import * as z from 'zod';
import { Content, Marks } from './content.ts';
import { MessageId, SessionId } from './ids.ts';

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
  marks: Marks.optional(),
  timestamp: z.iso.datetime(),
  /** Of one to send: it fails where it is not on its way by then. */
  deadline: z.iso.datetime().optional(),
  /** Who had it sent through Keepline, as the audit log names callers. */
  by: z.string().optional(),
  status: MessageStatus,
  /** To how many members it went, in a group. Not known of what was written on the account's phone. */
  members: z.int().optional(),
  /** How far it has come with each member, in a group; by canonical JID. */
  recipients: z.record(z.string(), MessageStatus).optional(),
  /** Why it failed. */
  reason: z.string().optional(),
});
export type Message = z.infer<typeof Message>;

export const DAY_SECONDS = 24 * 3600;
/** How long after its acceptance a message may leave; where its caller says nothing, as long as the deployment says. */
export const DeadlineSeconds = z
  .int()
  .min(1)
  .max(7 * DAY_SECONDS);

/** The reason of a message that was not on its way in time. */
export const DEADLINE_PASSED = 'deadline_passed';
/** The reason of a message that was on its way, and of which WhatsApp could not be asked any more what became of it. */
export const OUTCOME_UNKNOWN = 'outcome_unknown';

/** When a message has to be on its way, in milliseconds since 1970; what an older version accepted has a day. */
export const deadlineOf = ({ deadline, timestamp }: Message): number =>
  deadline === undefined ? Date.parse(timestamp) + DAY_SECONDS * 1000 : Date.parse(deadline);

const RANK: Record<MessageStatus, number> = { accepted: 0, sent: 1, delivered: 2, read: 3, played: 4, failed: 5 };

/** Status only moves forward; what has reached a phone cannot fail any more, and failed is final. */
export function advances(from: MessageStatus, to: MessageStatus): boolean {
  if (to === 'failed') return from === 'accepted' || from === 'sent';
  return from !== 'failed' && RANK[to] > RANK[from];
}

/** The statuses from which `to` is a step forward. */
export const statusesBefore = (to: MessageStatus): MessageStatus[] =>
  MessageStatus.options.filter((from) => advances(from, to));

/** How far a group's message has come as a whole: as far as the slowest member. Undefined while not all have told. */
export function reachedByAll({ members, recipients = {} }: Message): MessageStatus | undefined {
  if (!members) return undefined;
  const furthestFirst = Object.values(recipients).toSorted((a, b) => RANK[b] - RANK[a]);
  return furthestFirst[members - 1];
}

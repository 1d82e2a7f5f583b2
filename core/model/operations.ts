/**
 * What only WhatsApp can answer: asked by a function as a row, performed by the session's worker, answered by its result.
 * JIDs are canonical.
 */
import * as z from 'zod';
import { Contact, Presence } from './chats.ts';
import { Group, MEMBER_ACTIONS } from './groups.ts';
import { MessageId, OperationId } from './ids.ts';

/** How long an asker waits for an answer; what takes longer is told by an event. */
export const ANSWER_WITHIN_MS = 8_000;
/** What nobody has begun by then is not begun any more. */
export const BEGIN_WITHIN_MS = 60_000;

const jid = z.string();
const groupId = z.string();
const about = z.string();
/** A JPEG, in base64. */
const picture = z.string();

export const OperationRequest = z.discriminatedUnion('kind', [
  /** Whether WhatsApp answers. */
  z.object({ kind: z.literal('check_health') }),
  z.object({ kind: z.literal('check_numbers'), numbers: z.array(z.string()) }),
  /** Without `messageIds` all of the chat. */
  z.object({ kind: z.literal('mark_read'), chatId: jid, messageIds: z.array(MessageId).optional() }),
  /** Of the account, or in a chat. */
  z.object({ kind: z.literal('set_presence'), chatId: jid.optional(), presence: Presence }),
  z.object({ kind: z.literal('subscribe_presence'), chatId: jid }),
  z.object({ kind: z.literal('get_contact'), jid }),
  z.object({ kind: z.literal('block'), jid }),
  z.object({ kind: z.literal('unblock'), jid }),
  z.object({ kind: z.literal('list_blocked') }),
  z.object({ kind: z.literal('get_profile') }),
  z.object({
    kind: z.literal('update_profile'),
    name: z.string().optional(),
    about: about.optional(),
    /** `null` takes it away. */
    picture: picture.nullable().optional(),
  }),
  z.object({ kind: z.literal('create_group'), subject: z.string(), members: z.array(jid) }),
  z.object({ kind: z.literal('get_group'), groupId }),
  z.object({
    kind: z.literal('update_group'),
    groupId,
    subject: z.string().optional(),
    description: z.string().optional(),
    announce: z.boolean().optional(),
    locked: z.boolean().optional(),
  }),
  z.object({ kind: z.literal('update_members'), groupId, action: z.enum(MEMBER_ACTIONS), members: z.array(jid) }),
  z.object({ kind: z.literal('get_invite'), groupId }),
  z.object({ kind: z.literal('revoke_invite'), groupId }),
  z.object({ kind: z.literal('join_group'), inviteCode: z.string() }),
  z.object({ kind: z.literal('leave_group'), groupId }),
]);
export type OperationRequest = z.infer<typeof OperationRequest>;
export type OperationKind = OperationRequest['kind'];
export type RequestOf<K extends OperationKind> = Extract<OperationRequest, { kind: K }>;

const Nothing = z.object({});
const Invite = z.object({ inviteCode: z.string(), inviteUrl: z.string() });
/** `pictureUrl` is WhatsApp's own, and short-lived; absent where there is no picture, or none for us. */
const Person = z.object({ pictureUrl: z.string().optional(), about: about.optional() });

/** Whether a number is on WhatsApp, and under which JID. */
export const CheckedNumber = z.object({ number: z.string(), exists: z.boolean(), jid: jid.optional() });
export type CheckedNumber = z.infer<typeof CheckedNumber>;

/** What each kind answers. */
export const RESULTS = {
  check_health: z.object({ latencyMs: z.int() }),
  check_numbers: z.object({ numbers: z.array(CheckedNumber) }),
  /** `unread` is what is left. */
  mark_read: z.object({ unread: z.int() }),
  set_presence: Nothing,
  subscribe_presence: Nothing,
  get_contact: z.object({ ...Contact.shape, ...Person.shape }),
  block: Nothing,
  unblock: Nothing,
  list_blocked: z.object({ jids: z.array(jid) }),
  get_profile: z.object({ jid, lid: z.string().optional(), name: z.string().optional(), ...Person.shape }),
  update_profile: Nothing,
  create_group: Group,
  get_group: Group,
  update_group: Nothing,
  /** One for each member that was asked for; `code` tells why it was not done. */
  update_members: z.object({
    members: z.array(z.object({ jid, done: z.boolean(), code: z.string().optional() })),
  }),
  get_invite: Invite,
  revoke_invite: Invite,
  join_group: z.object({ groupId }),
  leave_group: Nothing,
} as const satisfies Record<OperationKind, z.ZodType>;
export type ResultOf<K extends OperationKind> = z.infer<(typeof RESULTS)[K]>;

export const OperationFailure = z.object({ code: z.string(), message: z.string() });
export type OperationFailure = z.infer<typeof OperationFailure>;
export const OPERATION_EXPIRED: OperationFailure = {
  code: 'operation_expired',
  message: 'It could not be begun in time, and is not done. Ask again once the session is connected.',
};

/** `asked` waits for the worker; `running` has begun and is never begun again. */
export const Operation = z.object({
  operationId: OperationId,
  kind: z.string(),
  state: z.enum(['asked', 'running', 'done', 'failed']),
  result: z.unknown().optional(),
  error: OperationFailure.optional(),
  askedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().optional(),
});
export type Operation = z.infer<typeof Operation>;

/** 202: it takes longer. `operation_finished` tells the end, and so does GET /api/sessions/{id}/operations/{operationId}. */
export const OperationPending = Operation.pick({ operationId: true, state: true });

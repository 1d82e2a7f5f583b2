/** Chats, contacts, groups and the account itself. What WhatsApp has to answer is waited for until it has, or failed. */
import * as z from 'zod';
import { Chat } from '../core/model/chats.ts';
import {
  ChatPage,
  ContactPage,
  GroupPage,
  type CheckNumbers,
  type CreateGroup,
  type JoinGroup,
  type ListChats,
  type ListContacts,
  type ListGroups,
  type MarkRead,
  type SetChatPresence,
  type SetPresence,
  type UpdateGroup,
  type UpdateMembers,
  type UpdateProfile,
} from '../core/model/directory.ts';
import type { Operation as Route } from '../core/model/http.ts';
import { Operation, OperationPending, RESULTS } from '../core/model/operations.ts';
import { delay } from './backoff.ts';
import { call, type Call, type HttpOptions, readAnswer } from './call.ts';
import { KeeplineClientError } from './errors.ts';
import type { Query, Read, Write } from './requestKinds.ts';

const LOOKS_EVERY = 1_000;
/** An operation begins within a minute, or not at all. */
const LOOKS = 90;

export function createDirectory(options: HttpOptions) {
  const getOperation = (id: string, operationId: string, read?: Read) =>
    call(options, 'getOperation', Operation, { params: { id, operationId }, ...read });

  /** One that takes longer is looked after until it ends. */
  async function operate<S extends z.ZodType>(
    route: Route,
    schema: S,
    id: string,
    { params = {}, ...request }: Call = {},
  ): Promise<z.infer<S>> {
    const answer = await call(options, route, z.unknown(), { params: { id, ...params }, ...request });
    const pending = OperationPending.safeParse(answer);
    const result = pending.success ? await endOf(id, pending.data.operationId, request.signal) : answer;
    return readAnswer(schema, result);
  }

  async function endOf(id: string, operationId: string, signal = new AbortController().signal): Promise<unknown> {
    for (let look = 0; look < LOOKS; look++) {
      await delay(LOOKS_EVERY, signal);
      signal.throwIfAborted();
      const { state, result, error } = await getOperation(id, operationId, { signal });
      if (state === 'done') return result;
      if (error) throw new KeeplineClientError(error.code, error.message);
    }
    throw new KeeplineClientError('timed_out', 'What became of it is not known yet.');
  }

  return {
    getOperation,
    listChats: (id: string, { signal, ...query }: Query<typeof ListChats> = {}) =>
      call(options, 'listChats', ChatPage, { params: { id }, query, signal }),
    getChat: (id: string, chatId: string, read?: Read) =>
      call(options, 'getChat', Chat, { params: { id, chatId }, ...read }),
    markRead: (id: string, chatId: string, body: z.input<typeof MarkRead> = {}, write: Write = {}) =>
      operate('markRead', RESULTS.mark_read, id, { params: { chatId }, body, ...write }),
    setChatPresence: (id: string, chatId: string, body: z.input<typeof SetChatPresence>, write: Write = {}) =>
      operate('setChatPresence', RESULTS.set_presence, id, { params: { chatId }, body, ...write }),
    subscribePresence: (id: string, chatId: string, write: Write = {}) =>
      operate('subscribePresence', RESULTS.subscribe_presence, id, { params: { chatId }, ...write }),
    setPresence: (id: string, body: z.input<typeof SetPresence>, write: Write = {}) =>
      operate('setPresence', RESULTS.set_presence, id, { body, ...write }),
    listContacts: (id: string, { signal, ...query }: Query<typeof ListContacts> = {}) =>
      call(options, 'listContacts', ContactPage, { params: { id }, query, signal }),
    getContact: (id: string, contactId: string, read?: Read) =>
      operate('getContact', RESULTS.get_contact, id, { params: { contactId }, ...read }),
    blockContact: (id: string, contactId: string, write: Write = {}) =>
      operate('blockContact', RESULTS.block, id, { params: { contactId }, ...write }),
    unblockContact: (id: string, contactId: string, write: Write = {}) =>
      operate('unblockContact', RESULTS.unblock, id, { params: { contactId }, ...write }),
    listBlocked: (id: string, read?: Read) => operate('listBlocked', RESULTS.list_blocked, id, { ...read }),
    checkNumbers: (id: string, body: z.input<typeof CheckNumbers>, write: Write = {}) =>
      operate('checkNumbers', RESULTS.check_numbers, id, { body, ...write }),
    getProfile: (id: string, read?: Read) => operate('getProfile', RESULTS.get_profile, id, { ...read }),
    updateProfile: (id: string, body: z.input<typeof UpdateProfile>, write: Write = {}) =>
      operate('updateProfile', RESULTS.update_profile, id, { body, ...write }),
    listGroups: (id: string, { signal, ...query }: Query<typeof ListGroups> = {}) =>
      call(options, 'listGroups', GroupPage, { params: { id }, query, signal }),
    createGroup: (id: string, body: z.input<typeof CreateGroup>, write: Write = {}) =>
      operate('createGroup', RESULTS.create_group, id, { body, ...write }),
    joinGroup: (id: string, body: z.input<typeof JoinGroup>, write: Write = {}) =>
      operate('joinGroup', RESULTS.join_group, id, { body, ...write }),
    getGroup: (id: string, groupId: string, read?: Read) =>
      operate('getGroup', RESULTS.get_group, id, { params: { groupId }, ...read }),
    updateGroup: (id: string, groupId: string, body: z.input<typeof UpdateGroup>, write: Write = {}) =>
      operate('updateGroup', RESULTS.update_group, id, { params: { groupId }, body, ...write }),
    updateMembers: (id: string, groupId: string, body: z.input<typeof UpdateMembers>, write: Write = {}) =>
      operate('updateMembers', RESULTS.update_members, id, { params: { groupId }, body, ...write }),
    getInvite: (id: string, groupId: string, read?: Read) =>
      operate('getInvite', RESULTS.get_invite, id, { params: { groupId }, ...read }),
    revokeInvite: (id: string, groupId: string, write: Write = {}) =>
      operate('revokeInvite', RESULTS.revoke_invite, id, { params: { groupId }, ...write }),
    leaveGroup: (id: string, groupId: string, write: Write = {}) =>
      operate('leaveGroup', RESULTS.leave_group, id, { params: { groupId }, ...write }),
  };
}

/** What operations ask of WhatsApp: one function a kind. */
import type { WAMessageKey } from '@whiskeysockets/baileys';
import type { Message } from '../../../core/model/message.ts';
import type { OperationRequest } from '../../../core/model/operations.ts';
import type { People } from '../people.ts';
import { getProfile, setPresence, subscribePresence, updateProfile } from './account.ts';
import { NoAnswerError } from './failure.ts';
import {
  createGroup,
  getGroup,
  getInvite,
  joinGroup,
  leaveGroup,
  revokeInvite,
  updateGroup,
  updateMembers,
} from './groups.ts';
import { checkHealth } from './health.ts';
import { checkNumbers } from './numbers.ts';
import { block, getContact, listBlocked, unblock } from './people.ts';
import type { Performances, Performed, Performer, PurelyWhatsApp } from './performer.ts';

const PERFORMANCES: Performances = {
  check_health: checkHealth,
  check_numbers: checkNumbers,
  set_presence: setPresence,
  subscribe_presence: subscribePresence,
  get_contact: getContact,
  block,
  unblock,
  list_blocked: listBlocked,
  get_profile: getProfile,
  update_profile: updateProfile,
  create_group: createGroup,
  get_group: getGroup,
  update_group: updateGroup,
  update_members: updateMembers,
  get_invite: getInvite,
  revoke_invite: revokeInvite,
  join_group: joinGroup,
  leave_group: leaveGroup,
};

export type WhatsAppRequest = Extract<OperationRequest, { kind: PurelyWhatsApp }>;

/** Baileys waits for an answer for a minute, and on a dead socket in vain. */
const ANSWER_MS = 20_000;

export const perform = (performer: Performer, request: WhatsAppRequest): Promise<Performed> =>
  withinBounds((PERFORMANCES[request.kind] as Perform)(performer, request));

type Perform = (performer: Performer, request: WhatsAppRequest) => Promise<Performed>;

/** The message's writers see that it was read. They are named as WhatsApp names them to us. */
export const markRead = ({ sock, people }: Performer, messages: readonly Message[]): Promise<void> =>
  withinBounds(sock.readMessages(messages.map((message) => keyOf(people, message))));

function keyOf(people: People, { id, chatId, lid, participant }: Message): WAMessageKey {
  const remoteJid = lid ?? people.lidOf(chatId) ?? chatId;
  if (!participant) return { id, remoteJid, fromMe: false };
  return { id, remoteJid: chatId, participant: people.lidOf(participant) ?? participant, fromMe: false };
}

/** @throws {NoAnswerError} when nobody answered in time */
async function withinBounds<T>(work: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new NoAnswerError('WhatsApp did not answer in time.')), ANSWER_MS);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

import type { GroupMetadata, WASocket } from '@whiskeysockets/baileys';
import { isGroup, phoneNumberOf } from '../../core/model/jid.ts';
import type { Message } from '../../core/model/message.ts';
import { CannotSend, NOT_ON_WHATSAPP } from './cannotSend.ts';
import { compose, type Composer } from './compose.ts';
import type { GroupCache } from './groupCache.ts';
import type { People } from './people.ts';
import type { Performer } from './perform/performer.ts';
import { perform } from './perform/perform.ts';

/** What is known of a message once it was handed over: the chat that it is in, and how many get it in a group. */
export type Handed = Pick<Message, 'chatId' | 'phoneNumber' | 'lid' | 'members'>;

interface Sender {
  sock: WASocket;
  composer: Composer;
  groups: GroupCache;
}

/**
 * Hands a message to the gate, under the id that it was accepted with.
 * @param onSetOut called before anything of it can be written
 * @throws {CannotSend} when it can never be sent
 */
export async function send(
  { sock, composer, groups }: Sender,
  message: Message,
  onSetOut: () => void,
): Promise<Handed> {
  const { id: messageId, chatId } = message;
  const group = isGroup(chatId) ? await groups.find(sock, chatId) : undefined;
  if (!group && !(await isThere({ sock, people: composer.people }, chatId))) throw new CannotSend(NOT_ON_WHATSAPP);
  const { message: content, attributes, nodes } = await compose(composer, message);
  onSetOut();
  await sock.relayMessage(chatId, content, { messageId, additionalAttributes: attributes, additionalNodes: nodes });
  return group ? { chatId, members: membersBeside(composer.people, group) } : chatWith(composer.people, chatId);
}

/** Whether there is somebody to write to: nobody would say that there is not. Whose LID is known is there. */
async function isThere(performer: Performer, chatId: string): Promise<boolean> {
  const number = phoneNumberOf(chatId);
  if (!number || performer.people.lidOf(chatId)) return true;
  const { result } = await perform(performer, { kind: 'check_numbers', numbers: [number] });
  return 'numbers' in result && result.numbers.every(({ exists }) => exists);
}

const membersBeside = (people: People, { participants }: GroupMetadata): number =>
  participants.filter(({ id }) => !people.isMe(people.canonical(id))).length;

/** Whom we write to by LID is, once the number is known, in the number's chat. */
function chatWith(people: People, jid: string): Handed {
  const chatId = people.canonical(jid);
  return { chatId, phoneNumber: phoneNumberOf(chatId), lid: people.lidOf(chatId) };
}

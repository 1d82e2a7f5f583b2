import { proto } from '@whiskeysockets/baileys';
import { type Act, TEXT_LIMIT } from '../../../core/model/content.ts';
import { MessageId } from '../../../core/model/ids.ts';
import { isGroup } from '../../../core/model/jid.ts';
import type { People } from '../people.ts';
import type { Polls } from '../polls.ts';
import { clean } from './clean.ts';
import type { Place } from './place.ts';
import { unwrap } from './unwrap.ts';

const { REVOKE, MESSAGE_EDIT } = proto.Message.ProtocolMessage.Type;

export interface ActSources {
  people: People;
  polls: Polls;
}

type Target = Pick<Act, 'messageId' | 'fromMe' | 'participant'>;

/**
 * What a message does to another one; undefined when it is none that does so, or cannot be read.
 * @param content unwrapped, and cleaned by Baileys: keys of reactions and votes are as we see them
 */
export function readAct(sources: ActSources, content: proto.IMessage, place: Place): Act | undefined {
  const { reactionMessage, pollUpdateMessage, protocolMessage } = content;
  if (reactionMessage) {
    const target = targetOf(sources.people, place, reactionMessage.key);
    return target && { type: 'reaction', emoji: clean(reactionMessage.text, 64) ?? '', ...target };
  }
  if (pollUpdateMessage) return readVote(sources, pollUpdateMessage, place);
  if (protocolMessage?.type === MESSAGE_EDIT) return readEdit(protocolMessage, place);
  // Nothing but its type tells a deletion, and 0 is what a missing type is read as.
  if (protocolMessage?.type === REVOKE && protocolMessage.key)
    return readDelete(sources.people, protocolMessage, place);
  return undefined;
}

/** Of a key as the account sees it. */
function targetOf(people: People, place: Place, key: proto.IMessageKey | null | undefined): Target | undefined {
  const messageId = MessageId.safeParse(key?.id);
  if (!messageId.success) return undefined;
  const author = isGroup(place.chatId) && key?.participant ? people.canonical(key.participant) : undefined;
  if (key?.fromMe || (author && people.isMe(author))) return { messageId: messageId.data, fromMe: true };
  return { messageId: messageId.data, fromMe: false, participant: author };
}

function readVote({ people, polls }: ActSources, update: proto.Message.IPollUpdateMessage, place: Place) {
  const target = targetOf(people, place, update.pollCreationMessageKey);
  if (!target || !update.vote) return undefined;
  const voter = place.fromMe ? people.me.number : (place.participant ?? place.chatId);
  const options = polls.readVote({ ...target, chatId: place.chatId }, voter, update.vote);
  return options && ({ type: 'vote', options, ...target } as const);
}

/** One's own messages are all that can be edited: whose it is does not come from the key, which its writer chose. */
function readEdit({ key, editedMessage }: proto.Message.IProtocolMessage, place: Place): Act | undefined {
  const messageId = MessageId.safeParse(key?.id);
  const { conversation, extendedTextMessage, imageMessage, videoMessage, documentMessage } =
    unwrap(editedMessage).content;
  const caption = (imageMessage ?? videoMessage ?? documentMessage)?.caption;
  const text = clean(conversation ?? extendedTextMessage?.text ?? caption, TEXT_LIMIT);
  if (!messageId.success || text === undefined) return undefined;
  return { type: 'edit', text, messageId: messageId.data, fromMe: place.fromMe, participant: place.participant };
}

/** One's own; in a group an admin may delete what others wrote, which the server sees to. */
function readDelete(people: People, { key }: proto.Message.IProtocolMessage, place: Place): Act | undefined {
  const messageId = MessageId.safeParse(key?.id);
  if (!messageId.success) return undefined;
  const own = { fromMe: place.fromMe, participant: place.participant };
  const others = isGroup(place.chatId) && key?.fromMe !== true && key?.participant;
  const author = others ? people.canonical(others) : undefined;
  const target = author ? (people.isMe(author) ? { fromMe: true } : { fromMe: false, participant: author }) : own;
  return { type: 'delete', messageId: messageId.data, ...target };
}

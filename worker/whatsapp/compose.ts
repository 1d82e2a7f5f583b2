/** What we send, as WhatsApp's message: made of a message's row alone, and the same each time it has to leave. */
import { type BinaryNode, proto } from '@whiskeysockets/baileys';
import type { Act, Content, MediaKind } from '../../core/model/content.ts';
import { isAct } from '../../core/model/content.ts';
import { isGroup, isLid } from '../../core/model/jid.ts';
import type { Message } from '../../core/model/message.ts';
import { CannotSend } from './cannotSend.ts';
import type { People } from './people.ts';
import type { Polls } from './polls.ts';
import { quotedStub } from './quotedStub.ts';
import type { FilePart } from './translate/files.ts';
import { writeContact } from './translate/vcard.ts';

export interface Composer {
  people: People;
  polls: Polls;
  /** The message's file, encrypted and put where WhatsApp's clients fetch it. */
  fileOf: (message: Message) => Promise<FilePart>;
}

export interface Composed {
  message: proto.IMessage;
  /** What the stanza says of the message beside its encrypted content. */
  attributes: Record<string, string>;
  nodes: BinaryNode[];
}

type MediaContent = Extract<Content, { type: MediaKind }>;

const { REVOKE, MESSAGE_EDIT } = proto.Message.ProtocolMessage.Type;
const meta = (polltype: string): BinaryNode => ({ tag: 'meta', attrs: { polltype } });

/** @throws {CannotSend} when it can never be sent */
export async function compose(composer: Composer, message: Message): Promise<Composed> {
  const { content } = message;
  if (isAct(content)) return composeAct(composer, message, content);
  const said = await composeSaying(composer, message);
  addContext(composer, message, said);
  const messageContextInfo = { messageSecret: composer.polls.secretOf(message.id) };
  const seenOnce = 'viewOnce' in content && content.viewOnce === true;
  return {
    message: seenOnce ? { viewOnceMessageV2: { message: said }, messageContextInfo } : { ...said, messageContextInfo },
    attributes: {},
    nodes: content.type === 'poll' ? [meta('creation')] : [],
  };
}

async function composeSaying(composer: Composer, message: Message): Promise<proto.IMessage> {
  const { content } = message;
  switch (content.type) {
    case 'text':
      return { extendedTextMessage: { text: content.text } };
    case 'location': {
      const { latitude: degreesLatitude, longitude: degreesLongitude, name, address } = content;
      return { locationMessage: { degreesLatitude, degreesLongitude, name, address } };
    }
    case 'contact': {
      const [first, ...others] = content.contacts.map(({ name, phoneNumber }) => writeContact(name, phoneNumber));
      if (first && others.length === 0) return { contactMessage: first };
      const displayName = `${content.contacts.length} contacts`;
      return { contactsArrayMessage: { displayName, contacts: first ? [first, ...others] : [] } };
    }
    case 'poll':
      return composePoll(composer, message, content);
    case 'unsupported':
    case 'waiting':
    case 'reaction':
    case 'edit':
    case 'delete':
    case 'vote':
      throw new CannotSend('not_sendable');
    default:
      return composeFile(content, await composer.fileOf(message));
  }
}

function composePoll(
  { polls }: Composer,
  { id, chatId }: Message,
  { question: name, options, selectable: selectableOptionsCount }: Extract<Content, { type: 'poll' }>,
): proto.IMessage {
  const byLid = isGroup(chatId) || isLid(chatId);
  polls.remember(id, { chatId, fromMe: true }, { secret: polls.secretOf(id), options, byLid });
  const poll = { name, options: options.map((optionName) => ({ optionName })), selectableOptionsCount };
  return selectableOptionsCount === 1 ? { pollCreationMessageV3: poll } : { pollCreationMessage: poll };
}

function composeFile({ type, caption, viewOnce }: MediaContent, part: FilePart): proto.IMessage {
  const file = { ...part, caption, ...(viewOnce && { viewOnce }) };
  switch (type) {
    case 'image':
      return { imageMessage: file };
    case 'video':
      return { videoMessage: file };
    case 'video_note':
      return { ptvMessage: file };
    case 'audio':
      return { audioMessage: file };
    case 'voice':
      return { audioMessage: { ...file, ptt: true } };
    case 'document':
      return { documentMessage: file };
    case 'sticker':
      return { stickerMessage: file };
  }
}

/** What goes with every kind: what it answers, whom it names, and whether it was passed on. */
function addContext({ people }: Composer, { chatId, content }: Message, said: proto.IMessage): void {
  if (!('quote' in content || 'mentions' in content || 'forwarded' in content)) return;
  const { quote, mentions, forwarded } = content;
  const [part] = Object.values(said) as { contextInfo?: proto.IContextInfo }[];
  if (!part) return;
  part.contextInfo = {
    ...(quote && {
      stanzaId: quote.messageId,
      participant: people.addressed(quote.participant ?? people.me.number, chatId),
      quotedMessage: quotedStub(quote),
    }),
    ...(mentions && { mentionedJid: mentions }),
    ...(forwarded && { isForwarded: true, forwardingScore: 1 }),
  };
}

function composeAct({ people, polls }: Composer, message: Message, act: Act): Composed {
  const { id, chatId, timestamp } = message;
  const { messageId, fromMe, participant } = act;
  const author = participant && people.addressed(participant, chatId);
  const key = { remoteJid: chatId, id: messageId, fromMe, ...(author && { participant: author }) };
  const senderTimestampMs = Date.parse(timestamp);
  const messageContextInfo = { messageSecret: polls.secretOf(id) };
  switch (act.type) {
    case 'reaction':
      return { message: { reactionMessage: { key, text: act.emoji, senderTimestampMs } }, attributes: {}, nodes: [] };
    case 'edit': {
      const editedMessage = { extendedTextMessage: { text: act.text } };
      const protocolMessage = { type: MESSAGE_EDIT, key, editedMessage, timestampMs: senderTimestampMs };
      return { message: { protocolMessage, messageContextInfo }, attributes: { edit: '1' }, nodes: [] };
    }
    case 'delete': {
      const attributes = { edit: fromMe ? '7' : '8' };
      return { message: { protocolMessage: { type: REVOKE, key }, messageContextInfo }, attributes, nodes: [] };
    }
    case 'vote': {
      const vote = polls.sealVote({ messageId, fromMe, participant, chatId }, act.options);
      if (!vote) throw new CannotSend('poll_not_known');
      const pollUpdateMessage = { pollCreationMessageKey: key, vote, senderTimestampMs };
      return { message: { pollUpdateMessage }, attributes: {}, nodes: [meta('vote')] };
    }
  }
}

import { randomBytes } from 'node:crypto';
import { proto } from '@whiskeysockets/baileys';
import type { Message } from '../../state/message.ts';
import type { Addressing, World } from '../../state/world.ts';
import type { Chat } from '../chat.ts';
import { jidOfChat } from '../chat.ts';
import type { Phone } from '../phone.ts';
import { uploadFile } from './files.ts';
import type { MediaType } from './mediaKinds.ts';
import { KEY_INFO } from './mediaKinds.ts';
import { EDIT, REVOKE } from './protocolTypes.ts';
import { sealVote } from './votes.ts';
import type { Wish } from './wish.ts';

/** Where a message is written, with a way to find those that it is about. */
export type Place = { chat: Chat; addressing: Addressing; find: (id: string) => Message };

/** The message that a wish stands for. */
export function composeMessage(phone: Phone, wish: Wish, place: Place): proto.IMessage {
  const message = compose(phone, wish, place);
  if (wish.quote === undefined && !wish.mentions && !wish.forwarded) return message;
  const plainText = message.conversation;
  const [kind] = Object.keys(message) as (keyof proto.IMessage)[];
  // A bare text has no room for more.
  const rich = typeof plainText === 'string' ? { extendedTextMessage: { text: plainText } } : message;
  const part = Object.values(rich).find((each) => typeof each === 'object') as { contextInfo?: proto.IContextInfo };
  if (!kind || !part) return message;
  part.contextInfo = contextInfo(phone.server.world, wish, place);
  return rich;
}

function contextInfo(world: World, { quote, mentions, forwarded }: Wish, place: Place): proto.IContextInfo {
  const quoted = quote === undefined ? undefined : place.find(quote);
  const author = quoted && world.accounts.get(quoted.author);
  return {
    ...(quoted && author
      ? {
          stanzaId: quoted.id,
          participant: world.jid(author, 0, place.chat.group ? 'lid' : place.addressing),
          quotedMessage: proto.Message.decode(quoted.plain),
        }
      : {}),
    ...(mentions ? { mentionedJid: mentions.map((each) => jidOfNumber(world, each, place)) } : {}),
    ...(forwarded ? { isForwarded: true, forwardingScore: 1 } : {}),
  };
}

function jidOfNumber(world: World, number: string, { chat, addressing }: Place): string {
  const account = world.accounts.get(number);
  return account ? world.jid(account, 0, chat.group ? 'lid' : addressing) : `${number}@s.whatsapp.net`;
}

function compose(phone: Phone, wish: Wish, place: Place): proto.IMessage {
  const { world } = phone.server;
  const secret = { messageContextInfo: { messageSecret: randomBytes(32) } };
  switch (wish.type) {
    case 'text':
      return { conversation: wish.text };
    case 'location': {
      const { latitude: degreesLatitude, longitude: degreesLongitude, name, address } = wish;
      return { locationMessage: { degreesLatitude, degreesLongitude, name, address } };
    }
    case 'contact': {
      const { name: displayName, number } = wish;
      const vcard = `BEGIN:VCARD\nVERSION:3.0\nFN:${displayName}\nTEL;type=CELL;waid=${number}:+${number}\nEND:VCARD`;
      return { contactMessage: { displayName, vcard } };
    }
    case 'poll': {
      const options = wish.options.map((optionName) => ({ optionName }));
      return {
        pollCreationMessageV3: { name: wish.question, options, selectableOptionsCount: wish.selectable },
        ...secret,
      };
    }
    case 'event': {
      const { name, description, startsAt } = wish;
      return { eventMessage: { name, description, startTime: Math.floor(Date.parse(startsAt) / 1000) }, ...secret };
    }
    case 'vote': {
      const poll = place.find(wish.messageId);
      const vote = sealVote(world, poll, phone.account.number, wish.options);
      return {
        pollUpdateMessage: { pollCreationMessageKey: keyOf(phone, poll, place), vote, senderTimestampMs: Date.now() },
      };
    }
    case 'reaction':
      return {
        reactionMessage: {
          key: keyOf(phone, place.find(wish.messageId), place),
          text: wish.emoji,
          senderTimestampMs: Date.now(),
        },
      };
    case 'edit': {
      const key = keyOf(phone, place.find(wish.messageId), place);
      const editedMessage = { conversation: wish.text };
      return { protocolMessage: { type: EDIT, key, editedMessage, timestampMs: Date.now() } };
    }
    case 'delete':
      return { protocolMessage: { type: REVOKE, key: keyOf(phone, place.find(wish.messageId), place) } };
    case 'forward':
      return proto.Message.decode(place.find(wish.messageId).plain);
    default:
      return composeFile(phone, wish);
  }
}

function keyOf({ account, server }: Phone, { id, fromMe, author }: Message, place: Place): proto.IMessageKey {
  const remoteJid = jidOfChat(server.world, place.chat, place.addressing);
  const writer = server.world.accounts.get(author);
  const participant = place.chat.group && writer ? server.world.jid(writer, 0, 'lid') : undefined;
  return { remoteJid, id, fromMe: fromMe || author === account.number, ...(participant ? { participant } : {}) };
}

const FIELD: Record<MediaType, keyof proto.IMessage> = {
  image: 'imageMessage',
  video: 'videoMessage',
  note: 'ptvMessage',
  audio: 'audioMessage',
  voice: 'audioMessage',
  document: 'documentMessage',
  sticker: 'stickerMessage',
};

function composeFile({ server }: Phone, wish: Wish & { type: MediaType }): proto.IMessage {
  const { type, data, mimetype, caption, fileName, seconds, viewOnce } = wish;
  const { url, directPath, ...file } = uploadFile(server, Buffer.from(data, 'base64'), KEY_INFO[type]);
  const place = { url: wish.url ?? url, directPath: wish.directPath ?? directPath };
  const about = { ...place, mimetype, caption, fileName, seconds, ...(type === 'voice' ? { ptt: true } : {}) };
  const message = proto.Message.fromObject({ [FIELD[type]]: { ...file, ...about, ...(viewOnce ? { viewOnce } : {}) } });
  return viewOnce ? { viewOnceMessageV2: { message } } : message;
}

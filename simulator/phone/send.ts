import { randomBytes } from 'node:crypto';
import { proto } from '@whiskeysockets/baileys';
import { fanOut } from '../server/messages.ts';
import type { Message } from '../state/message.ts';
import { messageKey } from '../state/message.ts';
import type { Addressing } from '../state/world.ts';
import type { Node } from '../wire/node.ts';
import { node } from '../wire/node.ts';
import { applyMarks } from './applyMarks.ts';
import type { Chat } from './chat.ts';
import { jidOfChat } from './chat.ts';
import { contentOf } from './content/read.ts';
import { stanzaAttributes } from './content/stanzaAttributes.ts';
import type { Target } from './encryptFor.ts';
import { addressOf, encryptFor, toNode } from './encryptFor.ts';
import type { Phone } from './phone.ts';
import { encryptToGroup } from './sendToGroup.ts';
import { viewMessage } from './view.ts';

/** An id as phones make them. */
export function newMessageId(): string {
  return `3EB0${randomBytes(9).toString('hex').toUpperCase()}`;
}

/** Writes a message: one encrypted copy for each device, or one for a whole group. */
export function sendMessage(phone: Phone, chat: Chat, message: proto.IMessage, addressing: Addressing): Message {
  const { account, server } = phone;
  const id = newMessageId();
  const stored: Message = {
    key: messageKey(chat.name, true, id),
    seq: server.world.nextSeq(),
    id,
    chat: chat.name,
    author: account.number,
    fromMe: true,
    device: 0,
    content: contentOf(message),
    timestamp: server.world.now(),
    status: 'pending',
    receipts: new Map(),
    marks: {},
    plain: Buffer.from(proto.Message.encode(message).finish()),
    sentWith: new Map(),
    addressing,
  };
  const parts = chat.group
    ? encryptToGroup(phone, chat.group, stored)
    : [node('participants', {}, encryptCopies(phone, chat, stored))];
  account.saveMessage(stored);
  applyMarks(account, stored, chat, server.world);
  account.announce('message', viewMessage(account, stored));
  const attrs = { id, to: jidOfChat(server.world, chat, addressing), ...stanzaAttributes(message) };
  fanOut(server, { account, deviceId: 0 }, node('message', attrs, parts), false);
  return stored;
}

function encryptCopies(phone: Phone, chat: Chat, message: Message): Node[] {
  const { account } = phone;
  const to = chat.person ?? account;
  const others = to === account ? [] : [0, ...to.devices.keys()].map((deviceId) => ({ account: to, deviceId }));
  const own = [...account.devices.keys()].map((deviceId) => ({ account, deviceId }));
  // The wrapped form for own devices is the same for each of them.
  let forOwn: Uint8Array | undefined;
  return [...others, ...own].flatMap((target) => {
    const plain = target.account === account ? (forOwn ??= plainFor(phone, target, chat, message)) : message.plain;
    const encrypted = encryptFor(phone, target, plain);
    if (!encrypted) return [];
    message.sentWith.set(addressOf(target), encrypted.baseKey);
    return [toNode(phone, target, message.addressing, encrypted.enc)];
  });
}

/** The plain message as this device is to see it: own devices are told to whom it went. */
export function plainFor(phone: Phone, target: Target, chat: Chat, { plain, addressing }: Message): Uint8Array {
  if (target.account !== phone.account) return plain;
  const destinationJid = jidOfChat(phone.server.world, chat, addressing);
  const message = proto.Message.decode(plain);
  return proto.Message.encode({ deviceSentMessage: { destinationJid, message } }).finish();
}

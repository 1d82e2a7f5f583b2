import { randomBytes } from 'node:crypto';
import { proto } from '@whiskeysockets/baileys';
import { fanOut } from '../server/messages.ts';
import type { Account } from '../state/account.ts';
import type { Content, Message } from '../state/message.ts';
import { messageKey } from '../state/message.ts';
import type { Addressing } from '../state/world.ts';
import type { Node } from '../wire/node.ts';
import { node } from '../wire/node.ts';
import type { Target } from './encryptFor.ts';
import { addressOf, encryptFor, toNode } from './encryptFor.ts';
import { viewMessage } from './view.ts';
import type { Phone } from './phone.ts';

/** Writes a message: one encrypted copy for each device of the receiver, and one for each own linked device. */
export function sendMessage(
  phone: Phone,
  to: Account,
  content: Content & { type: 'text' },
  addressing: Addressing,
): Message {
  const { account, server } = phone;
  const id = `3EB0${randomBytes(9).toString('hex').toUpperCase()}`;
  const message: Message = {
    key: messageKey(to.number, true, id),
    seq: server.world.nextSeq(),
    id,
    chat: to.number,
    fromMe: true,
    device: 0,
    content,
    timestamp: Math.floor(Date.now() / 1000),
    status: 'pending',
    plain: Buffer.from(proto.Message.encode({ conversation: content.text }).finish()),
    sentWith: new Map(),
    addressing,
  };
  const copies = encryptCopies(phone, to, message);
  account.saveMessage(message);
  account.announce('message', viewMessage(account, message));
  const stanza = node('message', { id, to: server.world.jid(to, 0, addressing), type: 'text' }, [
    node('participants', {}, copies),
  ]);
  fanOut(server, { account, deviceId: 0 }, stanza, false);
  return message;
}

function encryptCopies(phone: Phone, to: Account, message: Message): Node[] {
  const { account } = phone;
  const others = to === account ? [] : [0, ...to.devices.keys()].map((deviceId) => ({ account: to, deviceId }));
  const own = [...account.devices.keys()].map((deviceId) => ({ account, deviceId }));
  return [...others, ...own].flatMap((target) => {
    const encrypted = encryptFor(phone, target, plainFor(phone, target, to, message));
    if (!encrypted) return [];
    message.sentWith.set(addressOf(target), encrypted.baseKey);
    return [toNode(phone, target, message.addressing, encrypted.enc)];
  });
}

/** The plain message as this device is to see it: own devices are told to whom it went. */
export function plainFor(phone: Phone, target: Target, to: Account, message: Message): Uint8Array {
  if (target.account !== phone.account) return message.plain;
  const destinationJid = phone.server.world.jid(to, 0, message.addressing);
  const sent = { destinationJid, message: proto.Message.decode(message.plain) };
  return proto.Message.encode({ deviceSentMessage: sent }).finish();
}

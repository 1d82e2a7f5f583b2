import { proto } from '@whiskeysockets/baileys';
import { forwardReceipt } from '../server/receipts.ts';
import type { Account } from '../state/account.ts';
import type { Message } from '../state/message.ts';
import { messageKey } from '../state/message.ts';
import { parseJid } from '../wire/jid.ts';
import type { Node } from '../wire/node.ts';
import { bytes, child } from '../wire/node.ts';
import { askForRetry } from './askForRetry.ts';
import { contentOf } from './content.ts';
import type { Target } from './encryptFor.ts';
import { addressOf, recordFor } from './encryptFor.ts';
import type { Phone } from './phone.ts';
import { decryptMessage } from './signal/cipher.ts';
import { CounterReused } from './signal/ratchet.ts';
import { viewMessage } from './view.ts';

/** Decrypts a message, shows it once, and confirms it; asks for it again when it cannot be read. */
export function receiveMessage(phone: Phone, stanza: Node, again: boolean): void {
  const { world } = phone.server;
  const from = parseJid(stanza.attrs.from);
  const account = world.accountOf(from);
  if (!from || !account) return;
  const sender = { account, deviceId: from.device };
  const unread = `${phone.account.number} ${addressOf(sender)} ${stanza.attrs.id}`;
  let plain: Buffer;
  try {
    plain = decrypt(phone, sender, stanza);
  } catch (error) {
    world.counters.decryptFailures += 1;
    if (error instanceof CounterReused) world.counters.ratchetReuses += 1;
    world.unread.add(unread);
    askForRetry(phone, sender, stanza);
    return;
  }
  world.unread.delete(unread);
  phone.asked.delete(unread);
  if (stanza.attrs.category !== 'peer') show(phone, sender, stanza, plain, again);
}

function decrypt(phone: Phone, sender: Target, stanza: Node): Buffer {
  const enc = child(stanza, 'enc');
  const type = enc?.attrs.type === 'pkmsg' ? 'pkmsg' : 'msg';
  const record = recordFor(phone, sender);
  const { plaintext, usedPreKey } = decryptMessage(phone.keys, record, identityOf(sender), { type, body: bytes(enc) });
  if (usedPreKey !== undefined) phone.account.dropPreKey(usedPreKey);
  phone.account.saveSession(addressOf(sender), record);
  return plaintext.subarray(0, plaintext.length - (plaintext.at(-1) ?? 0));
}

function identityOf({ account, deviceId }: Target): Buffer {
  if (deviceId === 0) return account.row.identity.public;
  const device = account.devices.get(deviceId);
  if (!device) throw new Error('the device is not linked any more');
  return device.row.identity;
}

function show(phone: Phone, sender: Target, stanza: Node, plain: Buffer, again: boolean): void {
  const { account, server } = phone;
  const { id = '', t, addressing_mode } = stanza.attrs;
  const decoded = proto.Message.decode(plain);
  const sent = decoded.deviceSentMessage;
  const chat = sent ? server.world.accountOf(parseJid(sent.destinationJid ?? '')) : sender.account;
  const fromMe = sender.account === account;
  if (!chat) return;
  const key = messageKey(chat.number, fromMe, id);
  if (!account.messages.has(key)) {
    const message: Message = {
      key,
      seq: server.world.nextSeq(),
      id,
      chat: chat.number,
      fromMe,
      device: sender.deviceId,
      content: contentOf(sent?.message ?? decoded),
      timestamp: Number(t),
      status: 'pending',
      plain,
      sentWith: new Map(),
      addressing: addressing_mode === 'lid' ? 'lid' : 'pn',
    };
    account.saveMessage(message);
    account.announce('message', viewMessage(account, message));
  } else if (!again) server.world.counters.duplicates += 1;
  if (!fromMe) confirm(phone, sender.account, id, addressing_mode === 'lid' ? 'lid' : 'pn');
}

function confirm({ account, server }: Phone, writer: Account, id: string, mode: 'pn' | 'lid'): void {
  const from = { account, deviceId: 0 };
  forwardReceipt(server, from, writer, { id, type: undefined, mode });
  server.phones.get(writer.number)?.receipt({ id, from, status: 'delivered' });
}

import { proto } from '@whiskeysockets/baileys';
import { forwardReceipt } from '../server/receipts.ts';
import type { Account } from '../state/account.ts';
import type { Message } from '../state/message.ts';
import { messageKey } from '../state/message.ts';
import type { Node } from '../wire/node.ts';
import { applyMarks } from './applyMarks.ts';
import { chatNamed, chatOf } from './chat.ts';
import { contentOf } from './content/read.ts';
import type { Target } from './encryptFor.ts';
import type { Phone } from './phone.ts';
import { viewMessage } from './view.ts';

/** Shows a message that was decrypted, if it is not there already, and confirms it to its writer. */
export function showMessage(phone: Phone, sender: Target, stanza: Node, plain: Buffer, again: boolean): void {
  const { account, server } = phone;
  const { id = '', t, addressing_mode, from } = stanza.attrs;
  const decoded = proto.Message.decode(plain);
  const sent = decoded.deviceSentMessage;
  const fromMe = sender.account === account;
  const group = server.world.groupOf(from)?.jid;
  const chat = group ?? chatOf(server.world, sent?.destinationJid ?? undefined)?.name ?? sender.account.number;
  const key = messageKey(chat, fromMe, id);
  if (!account.messages.has(key)) {
    const message: Message = {
      key,
      seq: server.world.nextSeq(),
      id,
      chat,
      author: sender.account.number,
      fromMe,
      device: sender.deviceId,
      content: contentOf(sent?.message ?? decoded),
      timestamp: Number(t),
      status: 'pending',
      receipts: new Map(),
      marks: {},
      plain: sent?.message ? Buffer.from(proto.Message.encode(sent.message).finish()) : plain,
      sentWith: new Map(),
      addressing: addressing_mode === 'lid' ? 'lid' : 'pn',
    };
    account.saveMessage(message);
    applyMarks(account, message, chatNamed(server.world, chat), server.world);
    account.announce('message', viewMessage(account, message));
  } else if (!again) server.world.counters.duplicates += 1;
  if (!fromMe) confirm(phone, sender.account, id, addressing_mode === 'lid' ? 'lid' : 'pn', group);
}

function confirm({ account, server }: Phone, writer: Account, id: string, mode: 'pn' | 'lid', group?: string): void {
  const from = { account, deviceId: 0 };
  forwardReceipt(server, from, writer, { id, type: undefined, mode, group });
  server.phones.get(writer.number)?.receipt({ id, from, status: 'delivered', group });
}

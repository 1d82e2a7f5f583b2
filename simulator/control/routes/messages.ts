import { proto } from '@whiskeysockets/baileys';
import { z } from 'zod';
import { findMessage } from '../../phone/applyMarks.ts';
import type { Chat } from '../../phone/chat.ts';
import { chatNamed } from '../../phone/chat.ts';
import { composeMessage } from '../../phone/content/compose.ts';
import { FileDamaged, nameOfFile, openFile } from '../../phone/content/files.ts';
import { mediaKindOf } from '../../phone/content/mediaKinds.ts';
import type { Phone } from '../../phone/phone.ts';
import { viewMessage } from '../../phone/view.ts';
import type { Server } from '../../server/server.ts';
import type { Message } from '../../state/message.ts';
import { parseJid } from '../../wire/jid.ts';
import { normalizeMessageContent } from '@whiskeysockets/baileys';
import { check } from '../check.ts';
import { ControlError } from '../errors.ts';
import { phoneOf } from '../phoneOf.ts';
import type { Route } from '../route.ts';
import { ok } from '../route.ts';
import { wish } from '../wish.ts';

const written = z.strictObject({
  to: z.string().min(1),
  content: wish,
  addressing: z.enum(['pn', 'lid']).optional(),
});
const opened = z.strictObject({ messageId: z.string().min(1) });
const fated = z.strictObject({ messageId: z.string().min(1), fate: z.enum(['expired', 'erased', 'damaged']) });

export const sendMessage: Route = (server, request) => {
  const phone = phoneOf(server, request.number);
  const { to, content, addressing } = check(written, request.body);
  const chat = chatAddressed(server, phone, to);
  const mode = addressing ?? (parseJid(to)?.server === 'lid' ? 'lid' : 'pn');
  const find = (id: string) => messageOf(phone, id, chat.name);
  const message = composeMessage(phone, content, { chat, addressing: mode, find });
  return ok({ messageId: phone.send(chat, message, mode).id }, 202);
};

function chatAddressed({ world }: Server, { account }: Phone, to: string): Chat {
  const chat = chatNamed(world, to.replace('+', ''));
  if (!chat) throw new ControlError(404, 'not_found', `to: nobody has ${to}`);
  if (chat.group && !chat.group.row.members.has(account.number))
    throw new ControlError(409, 'not_a_member', `to: ${account.number} is not in ${to}`);
  return chat;
}

/** A message on a phone; where no chat is named, the latest one with this id. */
function messageOf({ account }: Phone, id: string, chat?: string): Message {
  const all = () => [...account.messages.values()].findLast((each) => each.id === id);
  const message = chat === undefined ? (account.received.get(id) ?? all()) : findMessage(account, chat, id);
  if (!message) throw new ControlError(404, 'not_found', `messageId: this phone has no message ${id}`);
  return message;
}

export const listMessages: Route = (server, { number }) => {
  const { account } = phoneOf(server, number);
  return ok([...account.messages.values()].map((message) => viewMessage(account, message)));
};

const open =
  (status: 'read' | 'played'): Route =>
  (server, request) => {
    const phone = phoneOf(server, request.number);
    const { messageId } = check(opened, request.body);
    const message = phone.account.received.get(messageId);
    if (!message) throw new ControlError(404, 'not_found', `messageId: this phone received no message ${messageId}`);
    phone.read(message, status);
    return ok({ messageId, status });
  };

export const readMessage = open('read');
export const playMessage = open('played');

function fileOfMessage(phone: Phone, messageId: string) {
  const message = proto.Message.decode(messageOf(phone, messageId).plain);
  const file = mediaKindOf(normalizeMessageContent(message) ?? {});
  if (!file) throw new ControlError(409, 'no_file', `messageId: ${messageId} has no file`);
  return file;
}

/** The file of a message, as the phone opens it. */
export const openMedia: Route = (server, request) => {
  const { messageId } = check(opened, request.body);
  const file = fileOfMessage(phoneOf(server, request.number), messageId);
  try {
    return ok({ messageId, data: openFile(server, file.type, file.media).toString('base64') });
  } catch (error) {
    if (!(error instanceof FileDamaged)) throw error;
    throw new ControlError(409, 'damaged', `messageId: ${error.message}`);
  }
};

/** Something happens to the file of a message, wherever it is needed from now on. */
export const spoilMedia: Route = (server, request) => {
  const { messageId, fate } = check(fated, request.body);
  const { media } = fileOfMessage(phoneOf(server, request.number), messageId);
  server.media.fates.set(nameOfFile(media), fate);
  return ok({ messageId, fate });
};

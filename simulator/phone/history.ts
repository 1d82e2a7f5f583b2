import { deflateSync } from 'node:zlib';
import { proto } from '@whiskeysockets/baileys';
import { isGroupJid } from '../state/group.ts';
import type { Message } from '../state/message.ts';
import { chatNamed, jidOfChat } from './chat.ts';
import { uploadFile } from './content/files.ts';
import { sha256 } from './content/votes.ts';
import type { Phone } from './phone.ts';

const { HistorySyncType } = proto.HistorySync;
const STATUS = { pending: 2, delivered: 3, read: 4, played: 5 };

/** Kinds that lie beside the message that they were given to. */
const BESIDE: ReadonlySet<string> = new Set(['reaction', 'vote']);

/**
 * What a new device is told of the time before it: the last messages of each chat, within the message itself, then the
 * rest, so many messages a piece: in the same way, or as files where the rules say so.
 */
export function historyOf(phone: Phone, perChunk: number): proto.Message.IProtocolMessage[] {
  const messages = [...phone.account.messages.values()].toReversed().filter(({ content }) => !BESIDE.has(content.type));
  const pieces: Message[][] = [messages.slice(0, perChunk)];
  for (let at = perChunk; at < messages.length; at += perChunk) pieces.push(messages.slice(at, at + perChunk));
  return pieces.map((piece, index) => chunk(phone, piece, index, pieces.length));
}

function chunk(phone: Phone, messages: Message[], index: number, of: number): proto.Message.IProtocolMessage {
  const { server } = phone;
  const syncType = index === 0 ? HistorySyncType.INITIAL_BOOTSTRAP : HistorySyncType.RECENT;
  const about = { syncType, chunkOrder: index + 1, progress: Math.round((100 * (index + 1)) / of) };
  const sync = proto.HistorySync.fromObject({
    ...about,
    ...people(phone),
    conversations: conversations(phone, messages),
  });
  const data = deflateSync(proto.HistorySync.encode(sync).finish());
  const place =
    index === 0 || server.rules.history === 'inline'
      ? { initialHistBootstrapInlinePayload: data }
      : uploadFile(server, data, 'WhatsApp History Keys');
  return {
    type: proto.Message.ProtocolMessage.Type.HISTORY_SYNC_NOTIFICATION,
    historySyncNotification: proto.Message.HistorySyncNotification.fromObject({ ...about, ...place }),
  };
}

function people({ account, server }: Phone) {
  const { world } = server;
  const known = [account.number, ...account.contacts].map((number) => world.accounts.get(number));
  const everybody = known.filter((each) => each !== undefined);
  return {
    pushnames: everybody.map((each) => ({ id: world.jid(each, 0, 'pn'), pushname: each.row.name })),
    phoneNumberToLidMappings: everybody.map((each) => ({
      pnJid: world.jid(each, 0, 'pn'),
      lidJid: world.jid(each, 0, 'lid'),
    })),
  };
}

function conversations({ account, server }: Phone, messages: Message[]) {
  const { world } = server;
  return [...Map.groupBy(messages, ({ chat }) => chat)].flatMap(([name, said]) => {
    const chat = chatNamed(world, name);
    if (!chat) return [];
    const id = jidOfChat(world, chat, 'pn');
    const unreadCount = said.filter(({ fromMe, status }) => !fromMe && status !== 'read' && status !== 'played').length;
    const conversationTimestamp = said[0]?.timestamp ?? 0;
    const infos = said.map((message) => ({ message: messageInfo(message, id) }));
    const called = chat.group ? chat.group.row.subject : chat.person.row.name;
    return [{ id, name: called, unreadCount, conversationTimestamp, endOfHistoryTransfer: true, messages: infos }];
  });

  function messageInfo({ id, fromMe, chat, author, plain, timestamp, status, marks }: Message, remoteJid: string) {
    const writer = world.accounts.get(author);
    const participant = isGroupJid(chat) && writer && !fromMe ? world.jid(writer, 0, 'lid') : undefined;
    const pushName = fromMe ? account.row.name : writer?.row.name;
    const key = { remoteJid, fromMe, id, participant };
    const message = proto.Message.decode(plain);
    const by = (number: string) => {
      const person = world.accounts.get(number);
      const own = person === account;
      return {
        remoteJid,
        fromMe: own,
        ...(isGroupJid(chat) && person && !own && { participant: world.jid(person, 0, 'lid') }),
      };
    };
    const reactions = Object.entries(marks.reactions ?? {}).map(([number, text]) => ({ key: by(number), text }));
    const pollUpdates = Object.entries(marks.votes ?? {}).map(([number, options]) => ({
      pollUpdateMessageKey: by(number),
      vote: { selectedOptions: options.map(sha256) },
    }));
    const info = { key, message, messageTimestamp: timestamp, status: STATUS[status], participant, pushName };
    return { ...info, reactions, pollUpdates };
  }
}

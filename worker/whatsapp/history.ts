/**
 * What the phone tells of the time before the link. It says where its files are, and that notice is receipted before the
 * file is fetched: so it is kept among the session's sealed keys, in the entry with the receipt, until what it brought is
 * journaled. What a former socket, or a former owner, left behind is fetched again.
 */
import {
  type BaileysEventMap,
  downloadAndProcessHistorySyncNotification,
  getHistoryMsg,
  proto,
  type WAMessage,
  type WASocket,
} from '@whiskeysockets/baileys';
import * as z from 'zod';
import type { EventBody } from '../../core/model/events.ts';
import type { Credentials } from './credentials.ts';
import {
  chooseChats,
  type HistoryChunk,
  type Preload,
  type Translated,
  translateHistory,
} from './translate/history.ts';
import type { Translator } from './translate/message.ts';

interface HistoryOptions {
  credentials: Credentials;
  translator: Translator;
  preload: Preload;
  onHistory: (events: EventBody[], messages: Translated[]) => void;
  onTrouble: (error: unknown) => void;
  /** How its files are fetched: through the session's proxy, where it has one. */
  request: RequestInit;
  /** False once the socket is closing: what was not journaled is the next one's to fetch. */
  isOpen: () => boolean;
}

const { HistorySyncType } = proto.HistorySync;
/** Kinds of notices that Baileys fetches nothing for. */
const NOT_FETCHED: ReadonlySet<unknown> = new Set([HistorySyncType.FULL, HistorySyncType.ON_DEMAND]);
/** WhatsApp keeps such files for a while only. */
const TRIES = 5;
const CHATS = 'chats';
const Open = z.object({ notice: z.instanceof(Uint8Array), tries: z.int() });
const Chats = z.array(z.string());

type Notice = proto.Message.IHistorySyncNotification;
type Chunk = BaileysEventMap['messaging-history.set'];

const nameOf = ({ syncType, chunkOrder }: Pick<Notice, 'syncType' | 'chunkOrder'>): string =>
  `notice ${syncType ?? 0} ${chunkOrder ?? 0}`;

export class History {
  readonly #options: HistoryOptions;
  /** Left behind by a former socket. */
  readonly #left: [name: string, value: unknown][];

  constructor(options: HistoryOptions) {
    this.#options = options;
    this.#left = [...options.credentials.kept('history')].filter(([name]) => name !== CHATS);
  }

  /** A message came; perhaps it says where a piece of history is. */
  noticed({ message, key }: WAMessage): void {
    const notice = key.fromMe && message ? getHistoryMsg(message) : undefined;
    if (!notice || NOT_FETCHED.has(notice.syncType)) return;
    const bytes = proto.Message.HistorySyncNotification.encode(notice).finish();
    this.#options.credentials.keep('history', nameOf(notice), { notice: bytes, tries: 0 });
  }

  /** Baileys has fetched a piece. */
  received({ syncType, chunkOrder, ...chunk }: Chunk): void {
    this.#take(nameOf({ syncType, chunkOrder }), chunk);
  }

  /** Fetches what was left behind. */
  async fetchLeft(sock: WASocket): Promise<void> {
    const { credentials, onTrouble, isOpen, request } = this.#options;
    for (const [name, value] of this.#left.splice(0)) {
      const { notice, tries } = Open.parse(value);
      credentials.keep('history', name, tries + 1 < TRIES ? { notice, tries: tries + 1 } : undefined);
      try {
        const found = proto.Message.HistorySyncNotification.decode(notice);
        const { lidPnMappings, ...chunk } = await downloadAndProcessHistorySyncNotification(found, request);
        await sock.signalRepository.lidMapping.storeLIDPNMappings(lidPnMappings);
        if (!isOpen()) return;
        this.#take(name, chunk);
      } catch (error) {
        onTrouble(error);
      }
    }
  }

  /** In one turn: what it brought, and that it is not open any more, are in one entry. */
  #take(name: string, chunk: HistoryChunk): void {
    const { credentials, translator, preload, onHistory } = this.#options;
    const before = Chats.safeParse(credentials.kept('history').get(CHATS)).data ?? [];
    const chosen = chooseChats(translator.people, chunk.chats, before, preload);
    if (chosen.length > before.length) credentials.keep('history', CHATS, chosen);
    credentials.keep('history', name);
    const { events, translated } = translateHistory(translator, chunk, chosen);
    onHistory(events, translated);
  }
}

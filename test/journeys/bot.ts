import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeWASocket, useMultiFileAuthState, type WASocket } from '@whiskeysockets/baileys';
import { pino } from 'pino';
import { unpackSession } from '../../client/unpackSession.ts';
import { Waiter } from './waiter.ts';

/** Somebody's bot: bare Baileys on its own folder, and nothing of ours but the decoder. */
export class Bot implements AsyncDisposable {
  readonly folder: string;
  readonly #url: string;
  readonly #waiter = new Waiter();
  readonly #texts: string[] = [];
  #saved: Promise<unknown> = Promise.resolve();
  #qr: string | undefined;
  #opened = 0;
  readonly #codes: (number | undefined)[] = [];
  #socket: WASocket | undefined;

  /** @param session the string, the archive, or nothing for a bot that is yet to be linked */
  static async start(url: string, session?: string | Uint8Array): Promise<Bot> {
    const folder = await mkdtemp(join(tmpdir(), 'bot-'));
    if (session !== undefined) await unpackSession(session, folder);
    const bot = new Bot(url, folder);
    await bot.connect();
    return bot;
  }

  private constructor(url: string, folder: string) {
    this.#url = url;
    this.folder = folder;
  }

  async connect(): Promise<void> {
    const { state, saveCreds } = await useMultiFileAuthState(this.folder);
    const socket = makeWASocket({
      auth: state,
      waWebSocketUrl: this.#url,
      logger: pino({ level: process.env['BARE_LOG'] ?? 'silent' }),
      getMessage: async () => undefined,
    });
    this.#socket = socket;
    socket.ev.on('creds.update', () => {
      this.#saved = Promise.all([this.#saved, saveCreds()]);
    });
    socket.ev.on('connection.update', ({ qr, connection, lastDisconnect }) => {
      this.#qr = qr ?? this.#qr;
      if (connection === 'open') this.#opened += 1;
      if (connection === 'close') {
        const { output } = (lastDisconnect?.error ?? {}) as { output?: { statusCode?: number } };
        this.#codes.push(output?.statusCode);
        if (output?.statusCode === 515) void this.connect();
      }
      this.#waiter.changed();
    });
    socket.ev.on('messages.upsert', ({ messages }) => {
      this.#texts.push(
        ...messages.map(({ message }) => message?.conversation ?? message?.extendedTextMessage?.text ?? ''),
      );
      this.#waiter.changed();
    });
  }

  async qr(): Promise<string> {
    return this.#waiter.until(
      'a QR code of the bot',
      () => this.#qr,
      () => this.#codes,
    );
  }

  async opened(): Promise<void> {
    await this.#waiter.until(
      'the bot is connected',
      () => this.#opened || undefined,
      () => this.#codes,
    );
  }

  async receives(text: string): Promise<void> {
    await this.#waiter.until(
      `the bot gets "${text}"`,
      () => this.#texts.find((one) => one === text),
      () => this.#texts,
    );
  }

  async sends(number: string, text: string): Promise<void> {
    await this.#socket?.sendMessage(`${number}@s.whatsapp.net`, { text });
  }

  /** Goes offline; its folder stays. */
  async end(): Promise<void> {
    await this.#socket?.end(undefined);
    await this.#saved;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end();
    // The library may still be writing.
    await rm(this.folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

import type { proto, WAMessage } from '@whiskeysockets/baileys';
import type { BareClient } from './bareClient.ts';
import { connectBare } from './bareClient.ts';
import { Log } from './log.ts';
import type { Person } from './person.ts';
import type { Story } from './story.ts';

type Update = {
  qr?: string;
  open?: boolean;
  synced?: boolean;
  code?: number | undefined;
  closed?: boolean;
  socket: number;
};
type Status = { id: string | null | undefined; status: number | null | undefined };

/** A bare client of the library, as a test tells of it. It comes back by itself after the 515 restart only. */
export class Client {
  readonly updates = new Log<Update>();
  readonly inbox = new Log<{ message: WAMessage; type: string }>();
  readonly statuses = new Log<Status>();
  readonly acks = new Log<Record<string, string>>();
  readonly #story: Story;
  readonly #sent = new Map<string, proto.IMessage>();
  #bare: BareClient | undefined;
  #sockets = 0;

  constructor(story: Story) {
    this.#story = story;
  }

  get bare(): BareClient {
    return this.#bare!;
  }

  /** The number of the current socket; each connect opens another one. */
  get socketNumber(): number {
    return this.#sockets;
  }

  /** Opens a socket, with the credentials of the one before. */
  connect(): void {
    const number = ++this.#sockets;
    const { creds, keys } = this.#bare ?? {};
    const getMessage = (id: string) => this.#sent.get(id);
    const url = this.#story.simulator.whatsappUrl;
    this.#bare = connectBare({ url, getMessage, ...(creds && keys ? { creds, keys } : {}) });
    const { ev, ws } = this.#bare.socket;
    ev.on('connection.update', ({ qr, connection, lastDisconnect }) => {
      const code = (lastDisconnect?.error as { output?: { statusCode?: number } } | undefined)?.output?.statusCode;
      if (qr) this.updates.add({ qr, socket: number });
      if (connection === 'open') this.updates.add({ open: true, socket: number });
      if (connection === 'close') this.updates.add({ closed: true, code, socket: number });
      if (connection === 'close' && code === 515) this.connect();
    });
    ev.on('creds.update', ({ accountSyncCounter = 0 }) => {
      if (accountSyncCounter > 0) this.updates.add({ synced: true, socket: number });
    });
    ev.on('messages.upsert', ({ messages, type }) => {
      for (const message of messages) {
        this.inbox.add({ message, type });
        // The library folds a receipt that comes at once into the message it is about.
        this.statuses.add({ id: message.key.id, status: message.status });
      }
    });
    ev.on('messages.update', (changes) => {
      for (const { key, update } of changes) this.statuses.add({ id: key.id, status: update.status });
    });
    ws.on('CB:ack,class:message', ({ attrs }: { attrs: Record<string, string> }) => this.acks.add(attrs));
  }

  /** The QR text that it shows. */
  async qr(): Promise<string> {
    return (await this.updates.find('a QR code', ({ qr }) => qr !== undefined)).qr!;
  }

  /** Waits until the current socket, or the one of the 515 restart, is logged in. */
  async opened(): Promise<void> {
    const from = this.#sockets;
    await this.updates.find('an open connection', ({ open, socket }) => open === true && socket >= from);
  }

  /** Waits until the first synchronisation is over; cut short, the next connection would hold events back for 20 s. */
  async synced(): Promise<void> {
    await this.updates.find('the first synchronisation', ({ synced }) => synced === true);
  }

  /** Waits until a socket has ended, and says with which code. */
  async closed(socket = this.#sockets): Promise<number | undefined> {
    return (await this.updates.find('a close', (each) => each.closed === true && each.socket === socket)).code;
  }

  /** Sends a text and waits until the server has taken it. */
  async sends(to: Person | string, text: string, messageId?: string): Promise<string> {
    const jid = typeof to === 'string' ? to : to.jid;
    const sent = await this.bare.socket.sendMessage(jid, { text }, messageId ? { messageId } : {});
    const id = sent!.key.id!;
    this.#sent.set(id, sent!.message!);
    await this.acks.find(`the ack of ${id}`, (ack) => ack.id === id);
    return id;
  }

  /** Waits for a text with this id. */
  async receives(id: string): Promise<{ text: string; message: WAMessage; type: string }> {
    const found = await this.inbox.find(
      `message ${id}`,
      ({ message }) => message.key.id === id && textOf(message) !== '',
    );
    return { text: textOf(found.message), ...found };
  }

  /** All texts so far, in order. */
  get texts(): string[] {
    return this.inbox.entries.map(({ message }) => textOf(message)).filter((text) => text !== '');
  }

  /** Waits until a message it sent has at least this status (3 delivered, 4 read). */
  async sees(id: string, status: number): Promise<void> {
    await this.statuses.find(`${id} at ${status}`, (each) => each.id === id && (each.status ?? 0) >= status);
  }

  /** Goes offline without a word. */
  async end(): Promise<void> {
    await this.bare.socket.end(undefined);
  }
}

function textOf({ message }: WAMessage): string {
  return message?.conversation ?? message?.extendedTextMessage?.text ?? '';
}

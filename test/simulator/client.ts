import type {
  AnyMessageContent,
  AuthenticationCreds,
  BaileysEventMap,
  MiscMessageGenerationOptions,
  proto,
  UserFacingSocketConfig,
  WAMessage,
} from '@whiskeysockets/baileys';
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

/** A bare client of the library, as a test tells of it. It comes back by itself after the 515 restart, else only if told so. */
export class Client {
  readonly updates = new Log<Update>();
  readonly inbox = new Log<{ message: WAMessage; type: string }>();
  readonly statuses = new Log<Status>();
  readonly receipts = new Log<{ id: string | null | undefined; receipt: proto.IUserReceipt }>();
  readonly history = new Log<WAMessage>();
  readonly contactNames = new Log<string>();
  readonly acks = new Log<Record<string, string>>();
  /** Whether it connects again whenever its connection ends. */
  comesBack = false;
  readonly #story: Story;
  readonly #sent = new Map<string, proto.IMessage>();
  readonly #config: Partial<UserFacingSocketConfig>;
  #bare: BareClient | undefined;
  #sockets = 0;

  constructor(story: Story, config: Partial<UserFacingSocketConfig>) {
    this.#story = story;
    this.#config = config;
  }

  get bare(): BareClient {
    return this.#bare!;
  }

  /** The number of the current socket; each connect opens another one. */
  get socketNumber(): number {
    return this.#sockets;
  }

  /** Opens a socket, with the credentials of the one before. */
  connect(fresh?: AuthenticationCreds): void {
    const number = ++this.#sockets;
    const { creds = fresh, keys } = this.#bare ?? {};
    const getMessage = (id: string) => this.#sent.get(id);
    const url = this.#story.simulator.whatsappUrl;
    this.#bare = connectBare({
      url,
      getMessage,
      config: this.#config,
      ...(creds ? { creds } : {}),
      ...(keys ? { keys } : {}),
    });
    const { ev, ws } = this.#bare.socket;
    ev.on('connection.update', ({ qr, connection, lastDisconnect }) => {
      const code = (lastDisconnect?.error as { output?: { statusCode?: number } } | undefined)?.output?.statusCode;
      if (qr) this.updates.add({ qr, socket: number });
      if (connection === 'open') this.updates.add({ open: true, socket: number });
      // The library throws away what it still holds back when a connection ends.
      if (connection === 'close') ev.flush();
      if (connection === 'close') this.updates.add({ closed: true, code, socket: number });
      if (connection === 'close' && (code === 515 || this.comesBack)) this.connect();
    });
    ev.on('creds.update', ({ accountSyncCounter = 0 }) => {
      if (accountSyncCounter > 0) this.updates.add({ synced: true, socket: number });
    });
    ev.on('messaging-history.set', ({ messages, contacts }) => {
      for (const message of messages) this.history.add(message);
      for (const { name } of contacts) if (name) this.contactNames.add(name);
    });
    ev.on('contacts.upsert', (contacts) => {
      for (const { name } of contacts) if (name) this.contactNames.add(name);
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
    ev.on('message-receipt.update', (changes) => {
      for (const { key, receipt } of changes) this.receipts.add({ id: key.id, receipt });
    });
    ws.on('CB:ack,class:message', ({ attrs }: { attrs: Record<string, string> }) => this.acks.add(attrs));
  }

  /** The QR text that it shows. */
  async qr(): Promise<string> {
    return (await this.updates.find('a QR code', ({ qr }) => qr !== undefined)).qr!;
  }

  /** Asks for a code to be typed on the phone of this number, and answers it. */
  async pairingCode(number: string): Promise<string> {
    await this.qr();
    return this.bare.socket.requestPairingCode(number);
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

  /** Sends a text, or anything else, and waits until the server has taken it. */
  async sends(to: Person | string, content: string | AnyMessageContent, options: MiscMessageGenerationOptions = {}) {
    const jid = typeof to === 'string' ? to : to.jid;
    const sent = await this.bare.socket.sendMessage(
      jid,
      typeof content === 'string' ? { text: content } : content,
      options,
    );
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

  /** Waits for anything with this id that could be read. */
  async gets(id: string): Promise<WAMessage> {
    const fits = ({ message }: { message: WAMessage }) => message.key.id === id && Boolean(message.message);
    return (await this.inbox.find(`message ${id}`, fits)).message;
  }

  /** What it sent under this id. */
  message(id: string): proto.IMessage | undefined {
    return this.#sent.get(id);
  }

  /** All texts so far, in order. */
  get texts(): string[] {
    return this.inbox.entries.map(({ message }) => textOf(message)).filter((text) => text !== '');
  }

  /** Waits until a message it sent has at least this status (3 delivered, 4 read). */
  async sees(id: string, status: number): Promise<void> {
    await this.statuses.find(`${id} at ${status}`, (each) => each.id === id && (each.status ?? 0) >= status);
  }

  /** Waits for an event of the library that fits, from now on. */
  next<Name extends keyof BaileysEventMap>(
    name: Name,
    fits: (data: BaileysEventMap[Name]) => boolean,
  ): Promise<BaileysEventMap[Name]> {
    const log = new Log<BaileysEventMap[Name]>();
    this.bare.socket.ev.on(name, (data) => log.add(data));
    return log.find(name, fits);
  }

  /** Nothing leaves the client any more, which it does not notice. */
  fallSilent(): void {
    this.#raw.send = (_data, done) => done?.();
  }

  /** Puts bytes on the wire, whatever they are. */
  sendRaw(data: Uint8Array): void {
    this.#raw.send(data);
  }

  get #raw(): { send: (data: unknown, done?: () => void) => void } {
    return (this.bare.socket.ws as unknown as { socket: { send: (data: unknown, done?: () => void) => void } }).socket;
  }

  /** Goes offline without a word. */
  async end(): Promise<void> {
    await this.bare.socket.end(undefined);
  }
}

function textOf({ message }: WAMessage): string {
  return message?.conversation ?? message?.extendedTextMessage?.text ?? '';
}

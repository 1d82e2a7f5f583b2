import type { Http, Live } from '../../client/index.ts';
import type { Media } from '../../core/model/content.ts';
import type { SessionEvent } from '../../core/model/events.ts';
import type { PairingCodeFrame, PairingRefusedFrame, PresenceFrame, QrFrame } from '../../core/model/frames.ts';
import type { Message, MessageStatus } from '../../core/model/message.ts';
import type { SessionStatus } from '../../core/model/session.ts';
import { Waiter } from './waiter.ts';

/** A session as a live client sees it: every event, in order, from `after` on. */
export class WatchedSession {
  readonly events: SessionEvent[] = [];
  readonly qrs: QrFrame[] = [];
  readonly codes: PairingCodeFrame[] = [];
  readonly refusals: PairingRefusedFrame[] = [];
  readonly presences: PresenceFrame[] = [];
  readonly #http: Http;
  readonly id: string;
  readonly #waiter = new Waiter();
  readonly #unsubscribe: () => void;
  #qrsGiven = 0;

  constructor(http: Http, live: Live, id: string, after: number) {
    this.#http = http;
    this.id = id;
    this.#unsubscribe = live.subscribe(
      id,
      {
        event: (event) => {
          this.events.push(event);
          this.#waiter.changed();
        },
        pairingCode: (code) => {
          this.codes.push(code);
          this.#waiter.changed();
        },
        presence: (presence) => {
          this.presences.push(presence);
          this.#waiter.changed();
        },
        pairingRefused: (refused) => {
          this.refusals.push(refused);
          this.#waiter.changed();
        },
        qr: (qr) => {
          this.qrs.push(qr);
          this.#waiter.changed();
        },
      },
      after,
    );
  }

  /** The next QR code that was not given yet. */
  async nextQr(): Promise<QrFrame> {
    const qr = await this.#waiter.until(
      'a QR code',
      () => this.qrs[this.#qrsGiven],
      () => this.statuses,
    );
    this.#qrsGiven += 1;
    return qr;
  }

  get statuses(): SessionStatus[] {
    return this.events.flatMap((event) => (event.type === 'status_update' ? [event.status] : []));
  }

  /** Resolves when the session has, or had since `from` events ago, this status. */
  async status(status: SessionStatus, from = 0, ms?: number): Promise<SessionEvent> {
    const find = () =>
      this.events.slice(from).find((event) => event.type === 'status_update' && event.status === status);
    return this.#waiter.until(`status ${status}`, find, () => this.statuses, ms);
  }

  get received(): Message[] {
    return this.events.flatMap((event) => (event.type === 'message_received' ? [event.message] : []));
  }

  async receives(text: string): Promise<Message> {
    const find = () => this.received.find(({ content }) => content.type === 'text' && content.text === text);
    return this.#waiter.until(`the text "${text}"`, find, () => this.received);
  }

  /** A message from a phone, as the event of its arrival told it. */
  async gets(messageId: string, when: (message: Message) => boolean = () => true): Promise<Message> {
    const find = () => this.received.find((message) => message.id === messageId && when(message));
    return this.#waiter.until(`message ${messageId}`, find, () => this.received.slice(-3));
  }

  /** What became of the file of a message that came. */
  async settles(messageId: string, ms?: number): Promise<Media> {
    const find = () =>
      this.events.find((event) => event.type === 'message_media' && event.messageId === messageId) as
        Extract<SessionEvent, { type: 'message_media' }> | undefined;
    return (await this.until(`the file of ${messageId}`, find, ms)).media;
  }

  /** The statuses that a message of ours went through, as events told. */
  statusesOf(messageId: string): MessageStatus[] {
    return this.events.flatMap((event): MessageStatus[] => {
      if (event.type === 'message_sent' && event.message.id === messageId) return [event.message.status];
      const isWhole = event.type === 'message_status' && event.recipient === undefined;
      return isWhole && event.messageId === messageId ? [event.status] : [];
    });
  }

  async messageStatus(messageId: string, status: MessageStatus): Promise<void> {
    const find = () => (this.statusesOf(messageId).includes(status) ? true : undefined);
    await this.#waiter.until(`message status ${status}`, find, () => this.statusesOf(messageId));
  }

  async until<T>(what: string, find: () => T | undefined, ms?: number): Promise<T> {
    return this.#waiter.until(what, find, () => this.events.slice(-5), ms);
  }

  async send(to: string, message: string, idempotencyKey?: string): Promise<string> {
    const write = idempotencyKey ? { idempotencyKey } : {};
    return (await this.#http.sendMessage(this.id, { to, message }, write)).messageId;
  }

  close(): void {
    this.#unsubscribe();
  }
}

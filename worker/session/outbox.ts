/**
 * Sends what was accepted, in order, each under the id it was accepted with. A message stays in the outbox until the
 * server has taken it: after a drop or a crash it leaves again under the same id, and the phone shows it once.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Logger } from 'pino';
import { named } from '../../core/model/correlation.ts';
import type { EventBody } from '../../core/model/events.ts';
import type { MessageId, SessionId } from '../../core/model/ids.ts';
import { DEADLINE_PASSED, deadlineOf, type Message, type MessageStatus } from '../../core/model/message.ts';
import { type Accepted, type OutboxPage, type OutboxPlace, readOutbox } from '../../core/store/messages.ts';
import { keepNumbers } from '../../core/store/numbers.ts';
import type { Table } from '../../core/store/table.ts';
import { AGAIN_MS, pause } from '../pause.ts';
import type { Turnstile } from '../turnstile.ts';
import { CannotSend, NOT_ON_WHATSAPP } from '../whatsapp/cannotSend.ts';
import type { Connection } from '../whatsapp/connection.ts';
import type { Credentials } from '../whatsapp/credentials.ts';
import type { Acquaintances } from './acquaintances.ts';
import { Beyond } from './beyond.ts';
import { Deadlines } from './deadlines.ts';
import type { Pace } from './pace.ts';
import type { ReachOut } from './reachOut.ts';
import { Receipts } from './receipts.ts';
import { AHEAD, Sendings } from './sendings.ts';

/** Of bells that come while nothing can leave, so many milliseconds are answered with one look. */
const LOOK_AFTER_MS = 300;
/** Messages that one turn of the event loop sends: they leave with one entry of the journal. */
const A_TURN = 8;

export interface OutboxOptions {
  table: Table;
  sends: Turnstile;
  sessionId: SessionId;
  credentials: () => Credentials;
  pace: Pace;
  reachOut: ReachOut;
  acquaintances: Acquaintances;
  onEvent: (event: EventBody) => void;
  /** Whether a message can leave at once; if not, the outbox is rung when it can. */
  isReady: (message: Message) => boolean;
  /** Resolves when the events until now are in the rows. */
  caughtUp: () => Promise<boolean>;
  onTrouble: (error: unknown) => void;
  log: Logger;
}

export class Outbox {
  readonly #options: OutboxOptions;
  readonly #deadlines: Deadlines;
  readonly #beyond: Beyond;
  readonly #sendings = new Sendings();
  readonly #receipts = new Receipts();
  #connection: Connection | undefined;
  /** The connection that is being sent on. */
  #draining: Connection | undefined;
  #rung = false;
  /** Something waits that was not looked at: beyond a page, or too far ahead to be sent. */
  #more = false;
  readonly #inOwnContext = AsyncLocalStorage.snapshot();
  /** Ends the wait for a turn. */
  #wake: () => void = () => {};

  constructor(options: OutboxOptions) {
    this.#options = options;
    const { table, sessionId, onTrouble } = options;
    this.#deadlines = new Deadlines(options.credentials, () => this.#due());
    this.#beyond = new Beyond({
      table,
      sessionId,
      isPast: (id) => this.#sendings.isSettled(id) || this.#deadlines.hasSetOut(id),
      onLate: (messages) => this.#endLate(messages),
      onNext: (ms) => this.#deadlines.lookIn(ms),
      onTrouble,
    });
  }

  /** What an earlier owner's journal says was taken by the server. */
  settledBefore(ids: readonly MessageId[]): void {
    this.#sendings.settledBefore(ids);
  }

  /** Looks at what waits, a page of it; what comes after the page is hidden until its rows have left the outbox. */
  async look(): Promise<void> {
    const { next } = await this.#read();
    this.#more = next !== undefined;
  }

  /** Reads a page of what waits. What may not leave any more fails. */
  async #read(from?: OutboxPlace): Promise<OutboxPage> {
    const { table, sessionId } = this.#options;
    const { messages, next } = await readOutbox(table, sessionId, from);
    const waiting = this.#endLate(messages);
    this.#deadlines.watch(waiting);
    if (next) this.#beyond.look();
    return { messages: waiting, next };
  }

  /** A socket is open: everything that the last one left unanswered goes again. */
  open(connection: Connection): void {
    this.#sendings.cutOff();
    this.#connection = connection;
    // A send that still hangs on the last socket must not hold this one's.
    this.#draining = undefined;
    this.ring();
  }

  close(): void {
    this.#connection = undefined;
    this.#wake();
  }

  /** Looks at nothing any more. */
  stop(): void {
    this.close();
    this.#deadlines.stop();
    this.#beyond.stop();
  }

  /** There may be something to send. */
  ring(): void {
    const connection = this.#connection;
    this.#rung = true;
    this.#wake();
    if (!connection) return this.#deadlines.lookIn(LOOK_AFTER_MS);
    if (this.#draining === connection) return;
    this.#draining = connection;
    // From a macrotask and a context of its own: a handler of Baileys' that rings may be inside a transaction of the keys.
    this.#inOwnContext(() => setImmediate(() => void this.#drain(connection)));
  }

  /** Gives up what waits. */
  async failAll(reason: string): Promise<void> {
    const { table, sessionId, caughtUp } = this.#options;
    for (;;) {
      const { messages } = await readOutbox(table, sessionId);
      if (messages.length === 0) return;
      for (const { id, correlationId } of messages) {
        this.#settle(id);
        this.#fail(id, reason, correlationId);
      }
      if (!(await caughtUp())) return;
    }
  }

  /**
   * The session has come to rest: what still waits may leave when it is started again, or fails when its time has come.
   * @returns true when nothing waits any more, false when the signal came first
   */
  async runOut(signal: AbortSignal): Promise<boolean> {
    // Who accepts a message looks at the row afterwards: it says that the session rests before the last look is taken.
    if (!(await this.#options.caughtUp())) return false;
    while (!signal.aborted) {
      await this.look();
      this.#endRefused(this.#sendings.waiting, (message) => this.#deadlines.lastRefusal(message));
      const { waiting } = this.#sendings;
      const next = Math.min(...waiting.map(deadlineOf));
      if (waiting.length > 0) await pause(Math.max(0, next - Date.now()), signal);
      else if (!(await this.#options.caughtUp())) return false;
      else if (!this.#more) return true;
    }
    return false;
  }

  /** A deadline may have passed. */
  #due(): void {
    if (this.#connection) this.ring();
    // A send that hangs must not hold this up.
    this.look().catch((error: unknown) => this.#lookAgain(error));
  }

  /** What was read of the outbox: of that, what may not leave any more fails. @returns what is still to be answered */
  #endLate(messages: readonly Accepted[]): Accepted[] {
    const waiting = this.#sendings.found(messages);
    this.#endRefused(waiting, (message) => this.#deadlines.refusal(message));
    return waiting;
  }

  #endRefused(messages: Iterable<Message>, refusalOf: (message: Message) => string | undefined): void {
    for (const message of messages) {
      const reason = refusalOf(message);
      if (reason) this.acked(message.id, reason);
    }
  }

  #lookAgain(error: unknown): void {
    this.#options.onTrouble(error);
    this.#deadlines.lookIn(AGAIN_MS);
  }

  async #drain(connection: Connection): Promise<void> {
    try {
      while (this.#rung && this.#connection === connection) {
        this.#rung = false;
        await this.#sendAll(connection);
      }
    } catch (error) {
      this.#lookAgain(error);
    } finally {
      if (this.#draining === connection) this.#draining = undefined;
    }
  }

  /**
   * Page by page, replies first, as far ahead of the answers and of the rows as it may. Returns early when something has
   * changed that is to be looked at.
   */
  async #sendAll(connection: Connection): Promise<void> {
    const { acquaintances, reachOut, isReady, sends } = this.#options;
    // A message that cannot leave yet holds back those of its chat alone: they keep their order.
    const held = new Set<string>();
    let sent = 0;
    let from: OutboxPlace | undefined;
    // Behind what waits for the end of a pause there is only more of it.
    let paused = false;
    do {
      const { messages, next } = await this.#read(from);
      const [replies, cold] = await acquaintances.parted(messages.filter(({ id }) => !this.#sendings.isUnderway(id)));
      for (const message of [...replies, ...(reachOut.isPaused ? [] : cold)]) {
        if (held.has(message.chatId) || !isReady(message)) {
          held.add(message.chatId);
          continue;
        }
        this.#more = this.#ahead >= AHEAD && !this.#sendings.isWithServer(message.id);
        if (this.#more || !(await this.#hasTurn(connection, cold.has(message)))) return;
        if (sent++ % A_TURN === 0) await sends.pass();
        await this.#send(connection, message);
      }
      from = next;
      paused = reachOut.isPaused && cold.size > 0;
    } while (from && this.#connection === connection && !paused);
    this.#more = from !== undefined;
  }

  /** Waits for the pace. @returns false when it was rung meanwhile, perhaps for a reply, or the connection closed */
  async #hasTurn(connection: Connection, cold: boolean): Promise<boolean> {
    const { pace } = this.#options;
    for (let ms = pace.waitMs(cold); ms > 0; ms = pace.waitMs(cold)) {
      if (this.#rung || this.#connection !== connection) return false;
      const woken = new AbortController();
      this.#wake = () => woken.abort();
      await pause(ms, woken.signal);
    }
    pace.take(cold);
    return true;
  }

  async #send(connection: Connection, message: Accepted): Promise<void> {
    if (this.#connection !== connection || this.#sendings.isSettled(message.id)) return;
    const handOver = this.#sendings.begin(message);
    try {
      handOver(await connection.send(message, () => this.#setOut(connection, message)));
    } catch (error) {
      if (error instanceof CannotSend) return this.#cannotSend(message, error.message);
      this.#options.onTrouble(error);
      this.#rejected(connection, message);
    }
  }

  /** From here on it may be out. @throws {CannotSend} when it is too late for that */
  #setOut(connection: Connection, message: Message): void {
    if (this.#connection !== connection) throw new Error('the connection closed before the message left');
    if (this.#sendings.isSettled(message.id)) throw new CannotSend(DEADLINE_PASSED);
    const reason = this.#deadlines.refusal(message);
    if (reason) throw new CannotSend(reason);
    this.#deadlines.setOut(message.id);
  }

  /** The next message to a number that is not there is refused at once. */
  async #cannotSend({ id, phoneNumber }: Message, reason: string): Promise<void> {
    const { table, sessionId, onTrouble } = this.#options;
    if (reason === NOT_ON_WHATSAPP && phoneNumber) {
      await keepNumbers(table, sessionId, [{ number: phoneNumber, exists: false }]).catch(onTrouble);
    }
    this.acked(id, reason);
  }

  /** With its socket closed its fate is unknown, and it goes again with the next. On an open one it cannot be sent. */
  #rejected(connection: Connection, { id }: Message): void {
    if (this.#connection !== connection) return;
    if (!this.#sendings.rejected(id)) this.acked(id, 'not_sendable');
  }

  /** What became of a message: the server took it, or it failed. */
  acked(id: MessageId, error: string | undefined): void {
    const message = this.#settle(id);
    if (!message) return;
    const { correlationId, ...said } = message;
    if (error) this.#fail(id, error, correlationId);
    else this.#options.onEvent({ type: 'message_sent', message: { ...said, status: 'sent' }, ...named(correlationId) });
    if (!error) this.#options.log.info({ messageId: id, correlationId }, 'message sent');
  }

  #fail(messageId: MessageId, reason: string, correlationId: string | undefined): void {
    this.#options.onEvent({ type: 'message_status', messageId, status: 'failed', reason, ...named(correlationId) });
    this.#options.log.info({ messageId, reason, correlationId }, 'message failed');
  }

  /**
   * A receipt: of a member, in a group. It can overtake the server's answer: it tells that the message is out, too.
   * @returns whether it is news
   */
  received(id: MessageId, status: MessageStatus, recipient = ''): boolean {
    if (this.#sendings.isOpen(id)) this.acked(id, undefined);
    return this.#receipts.isNews(id, status, recipient);
  }

  /** A row has left the outbox: what a full page hid may be seen now. */
  rowLeft(id: MessageId): void {
    this.#sendings.rowLeft(id);
    this.#goOn();
  }

  /** Sent, and not yet answered and out of the outbox. What a closed socket left unanswered goes again. */
  get #ahead(): number {
    return this.#sendings.unwritten + (this.#connection ? this.#sendings.withServer : 0);
  }

  #goOn(): void {
    if (this.#more && this.#ahead <= AHEAD / 2) this.ring();
  }

  #settle(id: MessageId): Accepted | undefined {
    const message = this.#sendings.settle(id);
    this.#deadlines.settled(id);
    if (message) this.#goOn();
    return message;
  }
}

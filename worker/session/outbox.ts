/**
 * Sends what was accepted, in order, each under the id it was accepted with. A message stays in the outbox until the
 * server has taken it: after a drop or a crash it leaves again under the same id, and the phone shows it once.
 */
import { LRUCache } from 'lru-cache';
import type { EventBody } from '../../core/model/events.ts';
import type { MessageId, SessionId } from '../../core/model/ids.ts';
import type { Message } from '../../core/model/message.ts';
import { OUTBOX_PAGE, readOutbox } from '../../core/store/messages.ts';
import type { Table } from '../../core/store/table.ts';
import type { Connection } from '../whatsapp/connection.ts';

const ANSWER_WITHIN_MS = 60_000;

export interface OutboxOptions {
  table: Table;
  sessionId: SessionId;
  onEvent: (event: EventBody) => void;
  onTrouble: (error: unknown) => void;
}

export class Outbox {
  readonly #options: OutboxOptions;
  /** Handed to the present socket; the server has not answered yet. */
  readonly #underway = new Map<MessageId, { message: Message; since: number }>();
  /** Answered lately: a row may not be out of the outbox yet, or be in the answer of a read that is under way. */
  readonly #settled = new LRUCache<MessageId, true>({ max: 10 * OUTBOX_PAGE });
  #connection: Connection | undefined;
  #draining = false;
  #rung = false;
  #more = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** A socket is open: everything that the last one left unanswered goes again. */
  open(connection: Connection): void {
    this.#underway.clear();
    this.#connection = connection;
    this.ring();
  }

  close(): void {
    this.#connection = undefined;
  }

  /** There may be something to send. */
  ring(): void {
    this.#rung = true;
    if (this.#draining || !this.#connection) return;
    this.#draining = true;
    // From a macrotask: an event handler of Baileys' that rings may be inside an open transaction of the keys.
    setImmediate(() => void this.#drain());
  }

  async #drain(): Promise<void> {
    const { table, sessionId, onTrouble } = this.#options;
    try {
      while (this.#rung && this.#connection) {
        this.#rung = false;
        const waiting = await readOutbox(table, sessionId);
        const fresh = waiting.filter(({ id }) => !this.#isUnderway(id) && !this.#settled.has(id));
        for (const message of fresh) await this.#send(message);
        // A full page hides what comes after it until these rows have left the outbox.
        this.#more = waiting.length >= OUTBOX_PAGE;
      }
    } catch (error) {
      onTrouble(error);
    } finally {
      this.#draining = false;
    }
  }

  async #send(message: Message): Promise<void> {
    const connection = this.#connection;
    if (!connection || message.content.type !== 'text') return;
    this.#underway.set(message.id, { message, since: performance.now() });
    try {
      await connection.send(message.id, message.chatId, message.content);
    } catch (error) {
      // Its fate is unknown; it goes again with the next socket, or at the next sweep.
      this.#underway.delete(message.id);
      this.#options.onTrouble(error);
    }
    // A tight loop of sends would starve the socket.
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** The server's answer to a message. */
  acked(id: MessageId, error: string | undefined): void {
    const message = this.#settle(id);
    if (!message) return;
    if (error)
      this.#options.onEvent({ type: 'message_status', messageId: id, status: 'failed', reason: `whatsapp_${error}` });
    else this.#options.onEvent({ type: 'message_sent', message: { ...message, status: 'sent' } });
  }

  /** A receipt can overtake the server's answer: it tells that the message is out, too. */
  received(id: MessageId): void {
    if (this.#underway.has(id)) this.acked(id, undefined);
  }

  /** A row has left the outbox: what a full page hid may be seen now. */
  rowLeft(): void {
    if (this.#more) this.ring();
  }

  /** The server always answers; when it did not for long, the answer was lost, and the same id may go again. */
  #isUnderway(id: MessageId): boolean {
    const since = this.#underway.get(id)?.since;
    return since !== undefined && performance.now() - since < ANSWER_WITHIN_MS;
  }

  #settle(id: MessageId): Message | undefined {
    const message = this.#underway.get(id)?.message;
    this.#underway.delete(id);
    if (message) this.#settled.set(id, true);
    return message;
  }
}

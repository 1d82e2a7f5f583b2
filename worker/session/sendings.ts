/** What is known of a session's messages between the outbox and the server's answer, and until their rows tell of it. */
import type { MessageId } from '../../core/model/ids.ts';
import type { Message } from '../../core/model/message.ts';
import { type Accepted, OUTBOX_PAGE } from '../../core/store/messages.ts';
import { growingCache } from '../growingCache.ts';

const ANSWER_WITHIN_MS = 60_000;
const TRIES = 5;
/** How far a session's sends may be ahead of the server's answers and of the rows: so many are remembered as sent. */
export const AHEAD = 500;

export class Sendings {
  /** Handed to the present socket; the server has not answered yet. */
  readonly #underway = new Map<MessageId, { message: Accepted; since: number }>();
  /** Accepted, as far as was looked: one of them may be out already, sent by an owner before us. */
  readonly #waiting = new Map<MessageId, Accepted>();
  /** Answered lately: a row may not be out of the outbox yet, or be in the answer of a read that is under way. */
  readonly #settled = growingCache<MessageId, true>(2 * AHEAD);
  /** Answered, with a row that is not out of the outbox yet. */
  readonly #unwritten = new Set<MessageId>();
  /** How often a message was rejected on an open connection. */
  readonly #rejections = growingCache<MessageId, { tries: number; notBefore: number }>(OUTBOX_PAGE);

  /** What an earlier owner's journal says was taken by the server. */
  settledBefore(ids: readonly MessageId[]): void {
    for (const id of ids) this.#settled.set(id, true);
  }

  /** A page of the outbox was read. @returns what of it is still to be answered */
  found(messages: readonly Accepted[]): Accepted[] {
    const waiting = messages.filter(({ id }) => !this.isSettled(id));
    for (const message of waiting) this.#waiting.set(message.id, message);
    return waiting;
  }

  get waiting(): Accepted[] {
    return [...this.#waiting.values()];
  }

  /** The socket is another one: what the last one left unanswered may go again. */
  cutOff(): void {
    this.#underway.clear();
  }

  /** A message is handed to the socket. @returns takes what became known of it when it was */
  begin(message: Accepted): (handed: Partial<Message>) => void {
    const underway = { message, since: performance.now() };
    this.#underway.set(message.id, underway);
    return (handed) => {
      underway.message = { ...message, ...handed };
    };
  }

  /** It did not get onto an open connection. @returns whether it may be tried again, after a while */
  rejected(id: MessageId): boolean {
    const tries = (this.#rejections.get(id)?.tries ?? 0) + 1;
    this.#rejections.set(id, { tries, notBefore: performance.now() + 1_000 * 2 ** tries });
    if (tries >= TRIES) return false;
    this.#underway.delete(id);
    return true;
  }

  /** The server answered, or never will. @returns the message, unless that was known */
  settle(id: MessageId): Accepted | undefined {
    const message = this.#underway.get(id)?.message ?? this.#waiting.get(id);
    this.#underway.delete(id);
    this.#waiting.delete(id);
    if (!message) return undefined;
    this.#settled.set(id, true);
    this.#unwritten.add(id);
    return message;
  }

  rowLeft(id: MessageId): void {
    this.#unwritten.delete(id);
  }

  /** Whether nobody has answered it yet. */
  isOpen(id: MessageId): boolean {
    return this.#underway.has(id) || this.#waiting.has(id);
  }

  isSettled(id: MessageId): boolean {
    return this.#settled.has(id) || this.#unwritten.has(id);
  }

  isWithServer(id: MessageId): boolean {
    return this.#underway.has(id);
  }

  /** The server always answers; when it did not for long, the answer was lost, and the same id may go again. */
  isUnderway(id: MessageId): boolean {
    if (this.isSettled(id)) return true;
    const now = performance.now();
    if (now < (this.#rejections.get(id)?.notBefore ?? 0)) return true;
    const since = this.#underway.get(id)?.since;
    return since !== undefined && now - since < ANSWER_WITHIN_MS;
  }

  /** How many are. */
  get withServer(): number {
    return this.#underway.size;
  }

  get unwritten(): number {
    return this.#unwritten.size;
  }
}

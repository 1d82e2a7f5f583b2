/**
 * What a message's deadline means here. Until then it may set out; what has set out goes to its end, since it may be on the
 * phone already. That it has set out is kept with the keys, so it is in the journal entry that the message's frame waits
 * for: the next owner knows it too, and a message that failed is one that never left.
 */
import type { MessageId } from '../../core/model/ids.ts';
import { DEADLINE_PASSED, deadlineOf, type Message, OUTCOME_UNKNOWN } from '../../core/model/message.ts';
import type { Credentials } from '../whatsapp/credentials.ts';

export class Deadlines {
  readonly #credentials: () => Credentials;
  readonly #onDue: () => void;
  #timer: NodeJS.Timeout | undefined;
  #dueAt = Infinity;
  #stopped = false;

  /** @param onDue called when it is time for another look at what waits */
  constructor(credentials: () => Credentials, onDue: () => void) {
    this.#credentials = credentials;
    this.#onDue = onDue;
  }

  /** The message is about to be written to the socket. */
  setOut(id: MessageId): void {
    this.#credentials().keep('leaving', id, true);
  }

  /** What became of it is known. */
  settled(id: MessageId): void {
    if (this.hasSetOut(id)) this.#credentials().keep('leaving', id);
  }

  /** @returns why a message may not leave any more, if it may not */
  refusal(message: Message): string | undefined {
    return deadlineOf(message) <= Date.now() && !this.hasSetOut(message.id) ? DEADLINE_PASSED : undefined;
  }

  /** The same where no connection is to come that it could be finished on. */
  lastRefusal(message: Message): string | undefined {
    if (deadlineOf(message) > Date.now()) return undefined;
    return this.hasSetOut(message.id) ? OUTCOME_UNKNOWN : DEADLINE_PASSED;
  }

  /** Has the first of these deadlines noticed. */
  watch(messages: Iterable<Message>): void {
    const waiting = [...messages].filter(({ id }) => !this.hasSetOut(id));
    this.lookIn(Math.min(...waiting.map(deadlineOf)) - Date.now());
  }

  /** Has a look taken so many milliseconds from now, if none is to be taken before. */
  lookIn(ms: number): void {
    const at = Date.now() + Math.max(0, ms);
    if (at >= this.#dueAt || this.#stopped) return;
    clearTimeout(this.#timer);
    this.#dueAt = at;
    this.#timer = setTimeout(() => {
      this.#dueAt = Infinity;
      this.#onDue();
    }, at - Date.now());
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** Whether it may be out, so that its deadline says nothing any more. */
  hasSetOut(id: MessageId): boolean {
    return this.#credentials().kept('leaving').has(id);
  }
}

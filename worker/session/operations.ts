/**
 * Performs what was asked of this session beyond sending: each operation once where a repeat would do harm, all of them in
 * bounded time. What WhatsApp answered goes into the operation's row; an event tells of it where nobody waits any more.
 */
import type { Logger } from 'pino';
import { named } from '../../core/model/correlation.ts';
import type { EventBody } from '../../core/model/events.ts';
import type { OperationId } from '../../core/model/ids.ts';
import {
  ANSWER_WITHIN_MS,
  BEGIN_WITHIN_MS,
  OPERATION_EXPIRED,
  type OperationFailure,
  type OperationKind,
  type OperationRequest,
  type RequestOf,
  RESULTS,
} from '../../core/model/operations.ts';
import { findContact } from '../../core/store/contacts.ts';
import { keepNumbers } from '../../core/store/numbers.ts';
import {
  beginOperation,
  finishOperation,
  type OperationRow,
  OPERATIONS_PAGE,
  type Outcome,
  waitingOperations,
} from '../../core/store/operations.ts';
import type { Held } from '../../core/store/ownership.ts';
import type { Table } from '../../core/store/table.ts';
import { growingCache } from '../growingCache.ts';
import { AGAIN_MS } from '../pause.ts';
import type { Connection } from '../whatsapp/connection.ts';
import { failureOf, NoAnswerError, OperationError } from '../whatsapp/perform/failure.ts';
import type { Performed } from '../whatsapp/perform/performer.ts';
import { unreadOf } from './unread.ts';

/** Those whose second time would not be the same as the first. */
const ONCE: ReadonlySet<OperationKind> = new Set(['create_group']);
/** At a time. */
const LANES = 4;
/** An asker who was told to wait for the event may have been told so this much before the end of its patience. */
const MARGIN_MS = 2_000;

const OUTCOME_UNKNOWN: OperationFailure = {
  code: 'outcome_unknown',
  message: 'The connection broke while WhatsApp was asked: look whether it was done before you ask again.',
};
const TIMED_OUT: OperationFailure = { code: 'timed_out', message: 'WhatsApp did not answer in time. Ask again.' };
const UNEXPECTED: OperationFailure = { code: 'internal', message: 'Something failed on our side. Ask again.' };

export interface OperationsOptions {
  table: Table;
  held: Held;
  /** The chat that goes by a JID. */
  chatNamed: (jid: string) => string;
  onEvent: (event: EventBody) => void;
  /** Resolves when the events until now are in the rows. */
  caughtUp: () => Promise<boolean>;
  onTrouble: (error: unknown) => void;
  log: Logger;
}

export class Operations {
  readonly #options: OperationsOptions;
  /** Waiting for a lane, or on one. */
  readonly #known = new Set<OperationId>();
  /** Ended lately: they may be in the answer of a look that is under way. */
  readonly #ended = growingCache<OperationId, true>(10 * OPERATIONS_PAGE);
  readonly #queue: OperationRow[] = [];
  #lanes = 0;
  #connection: Connection | undefined;
  #counted = 0;
  #looking = false;
  #rung = false;
  /** The last look saw a full page: there may be more. */
  #more = false;

  constructor(options: OperationsOptions) {
    this.#options = options;
  }

  /** The session's row says that so many were asked so far. */
  counted(count: number): void {
    if (count === this.#counted) return;
    this.#counted = count;
    this.#ring();
  }

  /** A socket is open: what the last one left, and what was asked since, is done on it. */
  open(connection: Connection): void {
    this.#connection = connection;
    this.#ring();
  }

  close(): void {
    this.#connection = undefined;
  }

  #ring(): void {
    this.#rung = true;
    if (this.#looking || !this.#connection) return;
    this.#looking = true;
    // From a macrotask: an event handler of Baileys' that rings may be inside an open transaction of the keys.
    setImmediate(() => void this.#look());
  }

  async #look(): Promise<void> {
    const { table, held, onTrouble } = this.#options;
    try {
      while (this.#rung && this.#connection) {
        this.#rung = false;
        const waiting = await waitingOperations(table, held.id);
        this.#more = waiting.length === OPERATIONS_PAGE;
        for (const operation of waiting) this.#enqueue(operation);
      }
    } catch (error) {
      onTrouble(error);
      setTimeout(() => this.#ring(), AGAIN_MS).unref();
    } finally {
      this.#looking = false;
    }
  }

  #enqueue(operation: OperationRow): void {
    const { operationId } = operation;
    if (this.#known.has(operationId) || this.#ended.has(operationId)) return;
    this.#known.add(operationId);
    this.#queue.push(operation);
    if (this.#lanes < LANES) void this.#work();
  }

  async #work(): Promise<void> {
    this.#lanes += 1;
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
      await this.#carryOut(next).catch(this.#options.onTrouble);
      this.#known.delete(next.operationId);
    }
    this.#lanes -= 1;
    if (this.#more && this.#lanes === 0) this.#ring();
  }

  async #carryOut(operation: OperationRow): Promise<void> {
    const { table, held } = this.#options;
    const { operationId, request, state, askedAt } = operation;
    const connection = this.#connection;
    if (!connection) return;
    // Begun by an owner before us, or by us on a socket that is no more.
    if (state === 'running') return this.#finish(operation, failed(OUTCOME_UNKNOWN));
    if (Date.now() - Date.parse(askedAt) > BEGIN_WITHIN_MS) return this.#finish(operation, failed(OPERATION_EXPIRED));
    if (ONCE.has(request.kind) && !(await beginOperation(table, held.id, operationId, held.epoch))) return;
    const outcome = await this.#try(connection, request);
    if (outcome) await this.#finish(operation, outcome);
  }

  /** @returns undefined for what goes again with the next socket */
  async #try(connection: Connection, request: OperationRequest): Promise<Outcome | undefined> {
    const { onEvent, caughtUp } = this.#options;
    try {
      const { result, events = [] } = await this.#perform(connection, request);
      for (const event of events) onEvent(event);
      // Who is told that it is done finds it done.
      if (events.length > 0) await caughtUp();
      return { state: 'done', result };
    } catch (error) {
      const failure = failureOf(error);
      if (failure) return failed(failure);
      if (ONCE.has(request.kind)) return failed(OUTCOME_UNKNOWN);
      if (this.#connection !== connection) return undefined;
      if (error instanceof NoAnswerError) return failed(TIMED_OUT);
      this.#options.onTrouble(error);
      return failed(UNEXPECTED);
    }
  }

  async #perform(connection: Connection, request: OperationRequest): Promise<Performed> {
    const { table, held } = this.#options;
    if (request.kind === 'mark_read') return this.#markRead(connection, request);
    const performed = await connection.perform(request);
    const { result } = performed;
    if ('numbers' in result) await keepNumbers(table, held.id, result.numbers);
    if (request.kind !== 'get_contact') return performed;
    // WhatsApp tells no names when it is asked.
    const person = RESULTS.get_contact.parse(result);
    const { name, pushName } = (await findContact(table, held.id, person.jid)) ?? {};
    return { ...performed, result: { ...person, name, pushName } };
  }

  async #markRead(
    connection: Connection,
    { chatId: asked, messageIds }: RequestOf<'mark_read'>,
  ): Promise<Performed<'mark_read'>> {
    const { table, held, chatNamed, caughtUp } = this.#options;
    const chatId = chatNamed(asked);
    await caughtUp();
    const unread = await unreadOf(table, held.id, chatId, messageIds);
    if (!unread) {
      throw new OperationError('message_not_found', 'A message that is named is not among the newest of this chat.');
    }
    const { messages, left } = unread;
    if (messages.length > 0) await connection.markRead(messages);
    return { result: { unread: left }, events: [{ type: 'chat_updated', chat: { chatId, unread: left } }] };
  }

  async #finish({ operationId, request, askedAt, correlationId }: OperationRow, outcome: Outcome): Promise<void> {
    const { table, held, onEvent, log } = this.#options;
    const finished = await finishOperation(table, held.id, operationId, outcome, new Date().toISOString());
    this.#ended.set(operationId, true);
    const isAwaited = Date.now() - Date.parse(askedAt) < ANSWER_WITHIN_MS - MARGIN_MS;
    const about = { operationId, kind: request.kind, ...named(correlationId) };
    log.info({ ...about, outcome: outcome.state }, 'operation finished');
    if (finished && !isAwaited) onEvent({ type: 'operation_finished', ...about, ...outcome });
  }
}

const failed = (error: OperationFailure): Outcome => ({ state: 'failed', error });

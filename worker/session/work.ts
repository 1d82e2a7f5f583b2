/** What goes over a session's open connection: messages, files, presence, and what is asked of WhatsApp. */
import type { EventBody } from '../../core/model/events.ts';
import type { MessageId } from '../../core/model/ids.ts';
import { advances, type Message, reachedByAll } from '../../core/model/message.ts';
import { findOwnMessage } from '../../core/store/messages.ts';
import type { Held } from '../../core/store/ownership.ts';
import type { SessionRow } from '../../core/store/sessions.ts';
import type { Context } from '../context.ts';
import { type Connection, type Party, REFUSED_REACH_OUT } from '../whatsapp/connection.ts';
import { People } from '../whatsapp/people.ts';
import { ticketOf } from '../whatsapp/files/ticket.ts';
import { Downloads } from './downloads.ts';
import { Operations } from './operations.ts';
import { Acquaintances } from './acquaintances.ts';
import { Outbox } from './outbox.ts';
import { Pace } from './pace.ts';
import { Presences } from './presences.ts';
import { ReachOut } from './reachOut.ts';
import type { SessionJournal } from './sessionJournal.ts';
import { Uploads } from './uploads.ts';

/** The part of a socket's party that the work is. */
type WorkParty = Pick<
  Party,
  | 'findSent'
  | 'fileOf'
  | 'afterCommit'
  | 'onChange'
  | 'onMet'
  | 'wasTaken'
  | 'onTaken'
  | 'onWaiting'
  | 'onEvents'
  | 'onHistory'
  | 'onPresence'
  | 'onAck'
  | 'onLimit'
>;

export class Work {
  readonly #context: Context;
  readonly #held: Held;
  readonly #journal: SessionJournal;
  readonly #outbox: Outbox;
  readonly #reachOut: ReachOut;
  readonly #acquaintances: Acquaintances;
  readonly #operations: Operations;
  readonly #presences: Presences;
  readonly #uploads: Uploads;
  readonly #downloads: Downloads;

  constructor(context: Context, held: Held, journal: SessionJournal) {
    this.#context = context;
    this.#held = held;
    this.#journal = journal;
    const { table, config } = context;
    const sessionId = held.id;
    const files = { context, sessionId };
    const onEvent = (event: EventBody) => journal.event(event);
    const log = context.log.child({ session: sessionId });
    const caughtUp = () => journal.caughtUp();
    this.#uploads = new Uploads({ ...files, onReady: () => this.#outbox.ring() });
    this.#downloads = new Downloads({ ...files, onEvent, credentials: () => journal.credentials });
    this.#acquaintances = new Acquaintances(table, sessionId);
    this.#reachOut = new ReachOut(journal, config.COLD_PAUSE_SECONDS, () => this.#outbox.ring());
    this.#outbox = new Outbox({
      table,
      sends: context.sends,
      sessionId,
      credentials: () => journal.credentials,
      // What was sent is often delivered at once: both are one entry then, and one write of the row.
      onEvent: (event) => (event.type === 'message_sent' ? journal.later(event) : onEvent(event)),
      pace: new Pace({
        perMinute: config.SENDS_PER_MINUTE,
        burst: config.SEND_BURST,
        coldWeight: config.COLD_SEND_WEIGHT,
      }),
      reachOut: this.#reachOut,
      acquaintances: this.#acquaintances,
      isReady: (message) => this.#uploads.isReady(message),
      caughtUp,
      onTrouble: (error) => this.#warn('the outbox has trouble', error),
      log,
    });
    // Their rows may still be in the outbox.
    this.#outbox.settledBefore(journal.sentBefore);
    this.#presences = new Presences(sessionId, journal);
    const onTrouble = (error: unknown) => this.#warn('an operation has trouble', error);
    const chatNamed = (jid: string) => new People(journal.credentials).canonical(jid);
    this.#operations = new Operations({ table, held, chatNamed, onEvent, caughtUp, onTrouble, log });
  }

  /** Before the first dial: receipts of what an earlier owner sent come right after it. */
  async look(): Promise<void> {
    this.#reachOut.begin();
    await this.#outbox.look();
  }

  open(connection: Connection): void {
    this.#uploads.open(connection.files);
    this.#downloads.open(connection.files);
    this.#outbox.open(connection);
    this.#operations.open(connection);
  }

  close(): void {
    this.#outbox.close();
    this.#operations.close();
    this.#uploads.close();
    this.#downloads.close();
  }

  /** The outbox may have work. */
  ring(): void {
    this.#outbox.ring();
  }

  /** The row tells how many operations were asked for. */
  counted(row: SessionRow): void {
    this.#operations.counted(row.operations);
  }

  /** A message's row has left the outbox. */
  rowLeft(id: MessageId): void {
    this.#outbox.rowLeft(id);
  }

  /** A member of a group has told how far our message has come: perhaps it has come so far with all. */
  reached(message: Message): void {
    const status = reachedByAll(message);
    if (status && advances(message.status, status)) {
      this.#tell([{ type: 'message_status', messageId: message.id, status }]);
    }
  }

  failDownloads(reason: string): void {
    this.#downloads.failAll(reason);
  }

  /** Waits until no message waits any more. @returns false when the signal came first */
  async runOut(signal: AbortSignal): Promise<boolean> {
    return this.#outbox.runOut(signal);
  }

  /** This worker is through with the session. */
  stop(): void {
    this.#outbox.stop();
    this.#reachOut.stop();
  }

  async failMessages(reason: string): Promise<void> {
    await this.#outbox.failAll(reason);
  }

  party(): WorkParty {
    const { table } = this.#context;
    const journal = this.#journal.party();
    return {
      ...journal,
      findSent: (messageId) => findOwnMessage(table, this.#held.id, messageId),
      fileOf: (message) => this.#uploads.fileOf(message),
      onTaken: (identity, message, original) => {
        journal.onTaken(identity, message, original);
        if (!message) return;
        this.#downloads.expect(message, ticketOf(message, original));
        // What waits for somebody who has never written is a reply now.
        if (!message.fromMe && this.#acquaintances.heard(message.chatId)) this.#outbox.ring();
      },
      onEvents: (events) => this.#tell(events),
      onHistory: (events, messages) => {
        this.#tell(events);
        for (const { message, original } of messages) this.#downloads.expect(message, ticketOf(message, original));
      },
      onPresence: (presence) => this.#presences.tell(presence),
      onAck: (messageId, error) => {
        if (error === REFUSED_REACH_OUT) this.#reachOut.refused();
        this.#outbox.acked(messageId, error && `whatsapp_${error}`);
      },
      onLimit: (limit) => this.#reachOut.limited(limit),
    };
  }

  #tell(events: readonly EventBody[]): void {
    for (const event of events) {
      const isNews =
        event.type !== 'message_status' || this.#outbox.received(event.messageId, event.status, event.recipient);
      if (isNews) this.#journal.event(event);
    }
  }

  #warn(words: string, error: unknown): void {
    this.#context.log.warn({ session: this.#held.id, error: String(error) }, words);
  }
}

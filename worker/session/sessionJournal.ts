/** The durable side of a session in this worker's hands: its journal, credentials and state, and who is told of them. */
import { isDeepStrictEqual } from 'node:util';
import type { Logger } from 'pino';
import type { MessageId } from '../../core/model/ids.ts';
import type { EventBody } from '../../core/model/events.ts';
import type { NoticeFrame } from '../../core/model/frames.ts';
import type { Message } from '../../core/model/message.ts';
import { type Happening, type SendingPause, type SessionView, transition } from '../../core/model/session.ts';
import type { Entry } from '../../core/store/journal.ts';
import type { Held } from '../../core/store/ownership.ts';
import type { SessionRow } from '../../core/store/sessions.ts';
import type { Context } from '../context.ts';
import type { Metrics } from '../metrics.ts';
import type { Account, Party } from '../whatsapp/connection.ts';
import { pause } from '../pause.ts';
import { Credentials } from '../whatsapp/credentials.ts';
import { Asked } from './asked.ts';
import { DataKeys } from './dataKeys.ts';
import { JournalWriter } from './journalWriter.ts';
import { KeyRenewal } from './keyRenewal.ts';
import { KnownStanzas } from './knownStanzas.ts';
import { Projector } from './projector.ts';
import { type Replayed, settledIn } from './replay.ts';
import { Strangers } from './strangers.ts';
import { Teller } from './teller.ts';

const CHECKPOINT_AFTER_MS = 3_600_000;
const TELLING_MS = 2_000;

export interface JournalParty {
  context: Context;
  held: Held;
  /** Another owner writes: nothing of ours may leave any more. */
  onSuperseded: () => void;
  /** A message's row has left the outbox. */
  onRowLeft: (id: MessageId) => void;
  /** A group member's receipt for a message of ours is in its row. */
  onReceipt: (message: Message) => void;
}

export class SessionJournal {
  readonly dataKeys: DataKeys;
  readonly asked: Asked;
  /** Messages of which the replayed entries tell that they were sent, or failed. */
  readonly sentBefore: MessageId[];
  readonly #writer: JournalWriter;
  readonly #projector: Projector;
  readonly #stanzas: KnownStanzas;
  readonly #strangers = new Strangers(
    () => this.credentials,
    (event) => this.event(event),
  );
  credentials: Credentials;
  #view: SessionView;
  /** For the checkpoint that the entry under way will bring. */
  #packed: { state: Uint8Array | undefined } | undefined;
  readonly #teller: Teller;
  readonly #log: Logger;
  readonly #metrics: Metrics;
  readonly #ringWebhooks: (entry: Entry) => void;
  readonly #keyRenewal: KeyRenewal;

  /** Writes the first entry of this owner, the fence against the last one. `found`: what that one left. */
  constructor(party: JournalParty, { tenant, createdAt }: SessionRow, dataKeys: DataKeys, found: Replayed) {
    const { context, held, onSuperseded, onRowLeft, onReceipt } = party;
    const { id } = held;
    this.#ringWebhooks = ({ events }) =>
      context.webhooks.ring(
        tenant,
        id,
        events.map(({ type }) => type),
      );
    this.#log = context.log.child({ session: id });
    this.#metrics = context.metrics;
    this.asked = new Asked(context.metrics, this.#log, found.position.n === 0 ? Date.parse(createdAt) : undefined);
    this.#keyRenewal = new KeyRenewal(this, this.#log);
    this.dataKeys = dataKeys;
    this.credentials = found.credentials;
    this.sentBefore = settledIn(found.entries);
    this.#view = found.view;
    this.#teller = new Teller(context, id, tenant);
    this.#stanzas = new KnownStanzas(found.taken);
    const { taken, tally } = found;
    this.#projector = new Projector({ context, id, tenant, dataKeys, taken, tally, onRowLeft, onReceipt });
    for (const entry of found.entries) {
      this.#projector.addAgain(entry);
      // Whoever wrote it may have died before it rang.
      this.#ringWebhooks(entry);
    }
    for (const generation of found.ended) this.#destroyKey(generation);
    this.#writer = new JournalWriter({
      table: context.table,
      held,
      tenant,
      position: found.position,
      takeChanges: () => {
        // At the cut memory is just what the entry will have made durable: the moment for a checkpoint's copy.
        this.#packed = this.#projector.checkpointDue ? { state: this.#pack() } : undefined;
        return this.credentials.takeChanges();
      },
      view: () => this.#view,
      dataKey: (generation) => dataKeys.get(generation),
      metrics: context.metrics,
      onCommitted: (entry) => this.#committed(entry),
      onTrouble: (error) => this.#warn('a commit is tried again', error),
      onSuperseded,
      refusal: (error) => this.#refused(error),
    });
    this.#writer.force();
  }

  get view(): SessionView {
    return this.#view;
  }

  get generation(): number {
    return this.#writer.position.generation;
  }

  /** From here on the state answers this ask of the tenant's. */
  answer(asks: number): void {
    this.#view = { ...this.#view, answers: asks };
  }

  /** Moves the session's state, and tells. */
  happened(happening: Happening): void {
    const state = transition(this.#view.state, happening);
    if (state === this.#view.state) return;
    this.asked.leaves(this.#view.state, happening);
    this.#view = { ...this.#view, state };
    this.#tellState();
    this.asked.entered(state);
  }

  /** WhatsApp limits what may be sent, or does no more. */
  sending(sending: SendingPause | undefined): void {
    if (isDeepStrictEqual(sending, this.#view.sending)) return;
    this.#view = { ...this.#view, sending };
    this.#tellState();
  }

  #tellState(): void {
    const { state, sending } = this.#view;
    this.#writer.event({ type: 'status_update', ...state, ...(sending && { sending }), ...this.asked.name });
  }

  /** A connection is open. What it is linked to is told after a pairing. */
  opened(account: Account): void {
    const { state, phoneNumber: before } = this.#view;
    const { phoneNumber, lid } = account;
    if (state.status === 'authenticated' || before !== phoneNumber) {
      this.#view = { ...this.#view, phoneNumber, lid };
      this.#writer.event({ type: 'session_ready', ...account, ...this.asked.name });
    }
    this.happened({ type: 'opened', at: new Date().toISOString() });
  }

  /** The journal's part of what a socket is given. */
  party(): Pick<Party, 'afterCommit' | 'onChange' | 'onMet' | 'wasTaken' | 'onTaken' | 'onWaiting'> {
    return {
      afterCommit: (release) => this.#writer.afterCommit(release),
      onChange: () => this.#writer.touch(),
      onMet: (lids) => this.#strangers.met(lids),
      wasTaken: (identity) => this.#stanzas.wasTaken(identity),
      onTaken: (identity, message) => {
        this.#stanzas.take(identity);
        this.#writer.take(identity);
        if (message) this.#arrived(message);
      },
      onWaiting: (identity, message) => {
        if (this.#stanzas.waits(identity)) this.#arrived(message);
      },
    };
  }

  event(body: EventBody): void {
    this.#writer.event(this.#strangers.told(body));
  }

  /** Something that can wait a moment for what happens next. */
  later(body: EventBody): void {
    this.#writer.later(this.#strangers.told(body));
  }

  #arrived(message: Message): void {
    this.event({ type: message.fromMe ? 'message_sent' : 'message_received', message });
  }

  /** Shows something to whoever listens now. */
  async show(...frames: NoticeFrame[]): Promise<{ delivered: Promise<unknown> }> {
    return this.#teller.show(frames);
  }

  /** State from here on is of a new generation: it needs nothing of what was written before. */
  nextGeneration(): void {
    this.#writer.nextGeneration();
  }

  /** Credentials for a pairing that begins; nothing of them is kept before WhatsApp confirms them. */
  startAnew(): void {
    this.credentials = new Credentials();
    this.dataKeys.prepare(this.generation);
  }

  /** The session goes on with credentials that somebody has brought. */
  adopt(credentials: Credentials): void {
    this.credentials = credentials;
    this.#writer.force();
  }

  /**
   * Destroys the pairing's credentials: the entry first, then the keys without which they are noise. Called in the same
   * turn as the happening that led to it, both are one entry.
   */
  async erase(): Promise<void> {
    this.credentials = new Credentials();
    this.#view = { ...this.#view, sending: undefined };
    this.nextGeneration();
    if (!(await this.#writer.drained())) return;
    await this.#projector.caughtUp();
    // Before a checkpoint says that there is nothing any more: who comes after a crash sees that a key may still stand.
    await this.dataKeys.destroyBefore(this.generation);
  }

  /** Entries expire after 30 days, and only a checkpoint keeps what they say: one an hour where anything happened. */
  upkeep(): void {
    this.checkpoint(CHECKPOINT_AFTER_MS);
    this.#keyRenewal.look();
  }

  /** Brings a checkpoint along with the next entry, when entries have waited for one this long. */
  checkpoint(afterMs = 0): void {
    if (this.#projector.demandCheckpoint(afterMs)) this.#writer.force();
  }

  #destroyKey(generation: number): void {
    this.dataKeys.destroy(generation).catch((error: unknown) => this.#warn('a data key still stands', error));
  }

  #refused(error: unknown): { view: SessionView; event: EventBody } {
    this.#log.error({ error: String(error) }, 'the journal cannot be written');
    this.#packed = undefined;
    const state = transition(this.#view.state, {
      type: 'refused',
      reason: 'storage_refused',
      userAction: 'What happened last cannot be stored. Start again; if it comes back, ask the operator.',
    });
    return { view: { ...this.#view, state }, event: { type: 'status_update', ...state } };
  }

  #warn(words: string, error: unknown): void {
    this.#log.warn({ error: String(error) }, words);
  }

  /** Resolves when everything that happened until now is durable and in the rows; false when that was not to be. */
  async caughtUp(): Promise<boolean> {
    const durable = await this.#writer.drained();
    if (durable) await this.#projector.caughtUp();
    return durable;
  }

  /**
   * Resolves when everything is durable, projected and packed for the next owner; false when that was not to be. No socket
   * may be open.
   */
  async settle(): Promise<boolean> {
    // What is in the rows may bring about one more event: a group's message that has come so far with all.
    if (!(await this.caughtUp()) || !(await this.#writer.drained())) return false;
    this.#projector.checkpoint(this.#pack());
    await this.#projector.caughtUp();
    // Who cannot be told in time sees the gap at the next event.
    await Promise.race([this.#teller.told(), pause(TELLING_MS)]);
    return true;
  }

  /** Writes nothing more and releases nothing more. */
  stop(): void {
    this.#writer.stop();
    this.#projector.stop();
  }

  /** Credentials are kept from the moment that WhatsApp has confirmed them. */
  #pack(): Uint8Array | undefined {
    return this.credentials.paired ? this.credentials.pack() : undefined;
  }

  #committed(entry: Entry): void {
    this.#metrics.told(entry.events);
    this.#projector.add(entry);
    if (this.#packed) this.#projector.checkpoint(this.#packed.state);
    this.#teller.tell(entry.events);
    this.#ringWebhooks(entry);
  }
}

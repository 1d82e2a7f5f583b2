/**
 * The one writer of a session's journal. What must become true together gathers in one entry: events, changed
 * credentials, stanzas that were taken in, and the frames that may leave only afterwards. An entry is cut at the start of
 * a macrotask, so that the state that belongs to a frame, which Baileys saves in microtasks after writing the frame, is
 * always in its entry. One commit is in flight at a time; the next entry gathers meanwhile.
 */
import type { EventBody, SessionEvent } from '../../core/model/events.ts';
import type { TenantId } from '../../core/model/ids.ts';
import type { SessionView } from '../../core/model/session.ts';
import { MARK_MS } from '../../core/store/feed.ts';
import { appendEntry, type Entry, SupersededError } from '../../core/store/journal.ts';
import { firstSeq } from '../../core/store/journalRows.ts';
import type { Held } from '../../core/store/ownership.ts';
import { isRefusal, type Table } from '../../core/store/table.ts';
import type { Metrics } from '../metrics.ts';
import { pause } from '../pause.ts';

/** Where the journal stands. */
export interface Position {
  /** The newest entry. */
  n: number;
  /** The newest event. */
  seq: number;
  /** The generation that newly written state belongs to. */
  generation: number;
}

export interface WriterOptions {
  table: Table;
  held: Held;
  tenant: TenantId;
  position: Position;
  /** What of the credentials changed since the last call. */
  takeChanges: () => Uint8Array | undefined;
  /** The session as it is now. */
  view: () => SessionView;
  dataKey: (generation: number) => Promise<Uint8Array>;
  metrics: Metrics;
  onCommitted: (entry: Entry) => void;
  /** The store refused for now; the commit is tried again. */
  onTrouble: (error: unknown) => void;
  /** Nothing of this session may leave any more. */
  onSuperseded: () => void;
  /**
   * The store will never take the entry: the session ends at the one before, and what memory has beyond that is void.
   * @returns what the journal says instead, as its last word by this owner
   */
  refusal: (error: unknown) => { view: SessionView; event: EventBody };
}

const RETRY_MS = 500;
/** How long an event waits for company that nothing waits for. */
const COMPANY_MS = 100;

export class JournalWriter {
  readonly #options: WriterOptions;
  readonly #position: Position;
  /** Of the newest entry. */
  #writtenGeneration: number;
  /** When the newest mark in the stream of all the tenant's sessions was made. */
  #markedAt = -Infinity;
  #events: EventBody[] = [];
  #taken: string[] = [];
  #releases: (() => void)[] = [];
  #forced = false;
  #touched = false;
  #scheduled = false;
  #company: NodeJS.Timeout | undefined;
  #committing = false;
  #stopped = false;
  #onStop: (() => void)[] = [];

  constructor(options: WriterOptions) {
    this.#options = options;
    this.#position = { ...options.position };
    this.#writtenGeneration = options.position.generation;
  }

  get position(): Readonly<Position> {
    return this.#position;
  }

  /** Has an entry written even if nothing happened: it fences a former owner, or carries a checkpoint. */
  force(): void {
    this.#forced = true;
    this.touch();
  }

  /** Adds an event that clients will see. */
  event(body: EventBody): void {
    this.#events.push(body);
    this.touch();
  }

  /** Adds an event that can wait a moment: what happens next comes into the same entry. */
  later(body: EventBody): void {
    this.#events.push(body);
    this.#company ??= setTimeout(() => this.touch(), COMPANY_MS);
  }

  /** Marks an inbound stanza as taken in: when it comes again it is only receipted. */
  take(identity: string): void {
    this.#taken.push(identity);
    this.touch();
  }

  /** Runs `release` once everything that was gathered until now is durable. Releases keep their order. */
  afterCommit(release: () => void): void {
    this.#releases.push(release);
    this.touch();
  }

  /** Something changed that the next entry must hold. */
  touch(): void {
    this.#touched = true;
    if (this.#scheduled || this.#committing || this.#stopped) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      void this.#cut();
    });
  }

  /** State from here on is of a new generation: it needs nothing of what was written before. */
  nextGeneration(): void {
    this.#position.generation += 1;
  }

  /** Resolves when everything that was added is durable: true. False when the writer was stopped before. */
  async drained(): Promise<boolean> {
    if (this.#stopped) return false;
    return new Promise<boolean>((resolve) => {
      this.#onStop.push(() => resolve(false));
      this.afterCommit(() => resolve(true));
    });
  }

  /** Ends it: nothing more is written, nothing more is released. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#company);
    this.#releases = [];
    for (const resolve of this.#onStop.splice(0)) resolve();
  }

  async #cut(): Promise<void> {
    if (this.#stopped) return;
    this.#touched = false;
    clearTimeout(this.#company);
    this.#company = undefined;
    const events = this.#events.splice(0);
    const taken = this.#taken.splice(0);
    const releases = this.#releases.splice(0);
    const changes = this.#options.takeChanges();
    const forced = this.#forced;
    // Who forces one from here on wants the next.
    this.#forced = false;
    if (forced || events.length > 0 || taken.length > 0 || changes) {
      this.#committing = true;
      const committed = await this.#commit(events, taken, changes);
      this.#committing = false;
      if (!committed) return;
    }
    for (const release of releases) release();
    if (this.#touched) this.touch();
  }

  /** @returns false when the writer was stopped or superseded meanwhile. */
  async #commit(bodies: EventBody[], taken: string[], changes: Uint8Array | undefined): Promise<boolean> {
    const { table, held, tenant, view, dataKey, metrics, onCommitted, onTrouble, onSuperseded, refusal } =
      this.#options;
    const { generation } = this.#position;
    let entry = this.#entry(generation, view(), bodies, { changes, taken });
    let refused = false;
    for (let tries = 1; !this.#stopped; tries++) {
      const now = performance.now();
      const isMark = entry.events.length > 0 && now - this.#markedAt >= MARK_MS;
      try {
        const tried = isMark ? { ...entry, tenant } : entry;
        await appendEntry(table, held.id, tried, entry.changes && (await dataKey(generation)));
        if (this.#stopped) return false;
        // After a first try without an answer nobody knows which of them is in the table.
        if (isMark) this.#markedAt = tries === 1 ? now : -Infinity;
        this.#position.n = entry.n;
        this.#position.seq = entry.seq;
        this.#writtenGeneration = entry.generation;
        metrics.took('CommitTime', performance.now() - now);
        onCommitted(entry);
        if (!refused) return true;
        this.stop();
        onSuperseded();
      } catch (error) {
        if (error instanceof SupersededError) {
          metrics.count('OwnershipLost');
          this.stop();
          onSuperseded();
          return false;
        }
        if (isRefusal(error) && !refused) {
          refused = true;
          const { view: last, event } = refusal(error);
          entry = this.#entry(this.#writtenGeneration, last, [event], { taken: [] });
          continue;
        }
        metrics.count('StorageTrouble');
        // Frames wait. The lease ends this worker if it lasts.
        onTrouble(error);
        await pause(RETRY_MS);
      }
    }
    return false;
  }

  #entry(generation: number, view: SessionView, bodies: EventBody[], state: Pick<Entry, 'changes' | 'taken'>): Entry {
    const { id, epoch } = this.#options.held;
    const n = this.#position.n + 1;
    const at = new Date().toISOString();
    const events = bodies.map((body, i): SessionEvent => {
      const prev = i === 0 ? this.#position.seq : firstSeq(n) + i - 1;
      return { ...body, sessionId: id, seq: firstSeq(n) + i, prev, timestamp: at };
    });
    const seq = events.at(-1)?.seq ?? this.#position.seq;
    return { n, epoch, generation, at, seq, view, events, ...state };
  }
}

/**
 * Follows the journal with the rows that callers read, in the background and in order. When rows and checkpoint have
 * caught up, a new owner has little to replay.
 */
import { writeCheckpoint } from '../../core/store/checkpoint.ts';
import { type ChatName, moveChat } from '../../core/store/joinChats.ts';
import { projectDirectory } from '../../core/store/directory.ts';
import type { Entry } from '../../core/store/journal.ts';
import { projectEvents, projectSession } from '../../core/store/projections.ts';
import { isRefusal } from '../../core/store/table.ts';
import type { SessionEvent } from '../../core/model/events.ts';
import type { MessageId, SessionId, TenantId } from '../../core/model/ids.ts';
import type { Message } from '../../core/model/message.ts';
import { type Tally, tallied } from '../../core/model/tally.ts';
import type { Context } from '../context.ts';
import { growingCache } from '../growingCache.ts';
import { pause } from '../pause.ts';
import type { DataKeys } from './dataKeys.ts';

/** A checkpoint rewrites all keys (about 100 KB): seldom, but before a claim has to read megabytes. */
const CHECKPOINT_ENTRIES = 300;
const CHECKPOINT_BYTES = 1024 * 1024;
const RETRY_MS = 1_000;
const CHATS_PLACED = 200;
/** How many taken stanzas a checkpoint remembers; WhatsApp redelivers what it saw no receipt for, the newest ones. */
const TAKEN_KEPT = 1_000;

export interface ProjectorOptions {
  context: Context;
  id: SessionId;
  tenant: TenantId;
  dataKeys: DataKeys;
  /** Stanzas that were taken in until now, oldest first. */
  taken: string[];
  /** What the session had done before the first entry that comes. */
  tally: Tally;
  /** A message's row has left the outbox. */
  onRowLeft: (id: MessageId) => void;
  /** A group member's receipt for a message of ours is in its row. */
  onReceipt: (message: Message) => void;
}

export class Projector {
  readonly #options: ProjectorOptions;
  #taken: string[];
  #tally: Tally;
  /** The chats that news came from lately: where they are in the index of time, and which go by a LID, too. */
  readonly #known = {
    placed: growingCache<string, string>(CHATS_PLACED),
    named: growingCache<string, string>(CHATS_PLACED),
  };
  #work = Promise.resolve();
  /** Committed, and in no step yet: the next step projects all of them together. */
  #gathered: Entry[] = [];
  #newest: Pick<Entry, 'n' | 'generation' | 'seq'> | undefined;
  #entries = 0;
  #bytes = 0;
  /** When the oldest entry that no checkpoint has was written. */
  #since = Infinity;
  #demanded = false;
  #stopped = false;

  constructor(options: ProjectorOptions) {
    this.#options = options;
    this.#taken = options.taken;
    this.#tally = options.tally;
  }

  /** Whether the next entry should bring packed credentials along. */
  get checkpointDue(): boolean {
    return this.#demanded || this.#entries >= CHECKPOINT_ENTRIES || this.#bytes >= CHECKPOINT_BYTES;
  }

  /** Makes a checkpoint due when entries have waited for one this long. @returns whether one is */
  demandCheckpoint(afterMs: number): boolean {
    this.#demanded = Date.now() - this.#since >= afterMs;
    return this.#demanded;
  }

  /** Projects an entry. While those before it are being written others gather, and a message's row is written once for all. */
  add(entry: Entry): void {
    this.#note(entry);
    this.#gathered.push(entry);
    if (this.#gathered.length === 1) this.#then(() => this.#project(this.#gathered.splice(0)));
  }

  /** Projects what an earlier owner may have projected in part: one by one, so that nothing counts twice. */
  addAgain(entry: Entry): void {
    this.#note(entry);
    this.#then(() => this.#project([entry]));
  }

  #note(entry: Entry): void {
    const { n, generation, seq } = entry;
    this.#newest = { n, generation, seq };
    this.#taken = [...this.#taken, ...entry.taken].slice(-TAKEN_KEPT);
    this.#tally = tallied(this.#tally, entry);
    this.#entries += 1;
    this.#bytes += entry.changes?.length ?? 0;
    this.#since = Math.min(this.#since, Date.parse(entry.at));
  }

  /**
   * Writes a checkpoint as of the newest entry, once everything before it is projected.
   * @param state the credentials packed at exactly that entry: one step more, and a message that is redelivered after a
   *   crash could not be read any more
   */
  checkpoint(state: Uint8Array | undefined): void {
    if (!this.#newest) return;
    this.#entries = 0;
    this.#bytes = 0;
    this.#since = Infinity;
    this.#demanded = false;
    const { id, context, dataKeys } = this.#options;
    const { n, generation, seq } = this.#newest;
    const [taken, tally] = [this.#taken, this.#tally];
    this.#then(() =>
      this.#insist(async () => {
        const dataKey = state && (await dataKeys.get(generation));
        await writeCheckpoint(context.table, id, { n, generation, seq, taken, tally, state }, dataKey);
      }),
    );
  }

  /** Resolves when all that was added is projected. */
  async caughtUp(): Promise<void> {
    await this.#work;
  }

  stop(): void {
    this.#stopped = true;
  }

  #then(step: () => Promise<void>): void {
    const before = this.#work;
    this.#work = (async () => {
      await before;
      await step();
    })();
  }

  async #insist(step: () => Promise<void>): Promise<void> {
    const { context, id } = this.#options;
    while (!this.#stopped) {
      try {
        return await context.projections.add(step);
      } catch (error) {
        if (isRefusal(error)) {
          // It will never fit. The journal has it; what comes after it must not wait.
          context.log.error({ session: id, error: String(error) }, 'a projection is left out');
          return;
        }
        context.log.warn({ session: id, error: String(error) }, 'a projection is tried again');
        await pause(RETRY_MS);
      }
    }
  }

  async #project(entries: readonly Entry[]): Promise<void> {
    const { context, id, tenant } = this.#options;
    const events = entries.flatMap((entry) => entry.events);
    const moved = entries.findLast((entry) => entry.events.some(isOfState));
    if (moved) await this.#insist(() => projectSession(context.table, id, moved));
    const n = entries.at(-1)?.n ?? 0;
    // What concerns one message goes in order, messages go side by side.
    const byMessage = [...Map.groupBy(events, messageOf).values()];
    let moving: ChatName[] = [];
    await Promise.all([
      ...byMessage.map((ofOne) => this.#insist(() => this.#projectMessage(ofOne))),
      this.#insist(async () => {
        moving = moving.concat(await projectDirectory(context.table, id, { n, events }, this.#known));
      }),
    ]);
    for (const name of moving) await this.#insist(() => this.#join(name));
    // After the directory: who was named in the same moment is no stranger.
    await this.#insist(() => context.leads.look(tenant, id, events));
  }

  /** Somebody's number is known: what was told of them by LID alone follows. */
  async #join(name: ChatName): Promise<void> {
    const { context, id, tenant } = this.#options;
    await context.leads.join(tenant, name);
    await moveChat(context.table, id, name);
  }

  async #projectMessage(events: readonly SessionEvent[]): Promise<void> {
    const { context, onRowLeft, onReceipt } = this.#options;
    for (const message of await projectEvents(context.table, events)) onReceipt(message);
    for (const event of events) {
      if (event.type === 'message_sent') onRowLeft(event.message.id);
      if (event.type === 'message_status' && event.status === 'failed') onRowLeft(event.messageId);
    }
  }
}

const isOfState = ({ type }: SessionEvent): boolean => type === 'status_update' || type === 'session_ready';

function messageOf(event: SessionEvent): MessageId | undefined {
  if (event.type === 'message_status' || event.type === 'message_media') return event.messageId;
  return event.type === 'message_sent' || event.type === 'message_received' ? event.message.id : undefined;
}

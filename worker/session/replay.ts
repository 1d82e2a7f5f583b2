/** What a new owner finds: the last checkpoint and the journal after it. */
import type { MessageId } from '../../core/model/ids.ts';
import type { SessionView } from '../../core/model/session.ts';
import { EMPTY_TALLY, type Tally } from '../../core/model/tally.ts';
import { DamagedError } from '../../core/store/vault.ts';
import { readCheckpoint } from '../../core/store/checkpoint.ts';
import { type Entry, readEntries, readTail } from '../../core/store/journal.ts';
import type { SessionRow } from '../../core/store/sessions.ts';
import type { Context } from '../context.ts';
import { Credentials } from '../whatsapp/credentials.ts';
import type { Position } from './journalWriter.ts';

export interface Replayed {
  position: Position;
  credentials: Credentials;
  view: SessionView;
  /** Stanzas that were taken in, oldest first. */
  taken: string[];
  /** What the session had done when the checkpoint was written. */
  tally: Tally;
  /** Entries whose projections may not have been written. */
  entries: Entry[];
  /** Generations that have ended, and whose data keys may still stand. */
  ended: number[];
}

/** @throws {DamagedError} when sealed state does not open */
export async function replay(
  { table }: Context,
  row: SessionRow,
  fresh: boolean,
  findKey: (generation: number) => Promise<Uint8Array | undefined>,
): Promise<Replayed> {
  const credentials = new Credentials();
  const { state, answers, phoneNumber, lid, sending } = row;
  const view: SessionView = { state, answers, phoneNumber, lid, sending };
  const position: Position = { n: 0, seq: 0, generation: 1 };
  // Two reads that the way to the first QR code does without.
  if (fresh) return { position, credentials, view, taken: [], tally: EMPTY_TALLY, entries: [], ended: [] };

  const checkpoint = await readCheckpoint(table, row.id, findKey);
  const entries = await readEntries(table, row.id, checkpoint?.n ?? 0, findKey);
  const first = (checkpoint?.n ?? 0) + 1;
  if (entries.some(({ n }, i) => n !== first + i) || row.n >= first + entries.length) {
    // Older credentials than WhatsApp knows are worse than none: ratchets would go back.
    throw new DamagedError(`the journal of ${row.id} has a hole after entry ${first - 1}`);
  }
  if (checkpoint) Object.assign(position, { n: checkpoint.n, seq: checkpoint.seq, generation: checkpoint.generation });
  const last = entries.at(-1);
  if (last) Object.assign(position, { n: last.n, seq: last.seq, generation: last.generation });
  // The state of a generation that has ended is nobody's any more, even where its key still stands.
  if (checkpoint?.state && checkpoint.generation === position.generation) apply(credentials, checkpoint.state);
  for (const { generation, changes } of entries) {
    if (changes && generation === position.generation) apply(credentials, changes);
  }
  const taken = [...(checkpoint?.taken ?? []), ...entries.flatMap((entry) => entry.taken)];
  const generations = new Set([checkpoint, ...entries].map((one) => one?.generation ?? position.generation));
  const ended = [...generations].filter((generation) => generation < position.generation);
  const tally = checkpoint?.tally ?? EMPTY_TALLY;
  return { position, credentials, view: last?.view ?? view, taken, tally, entries, ended };
}

function apply(credentials: Credentials, bytes: Uint8Array): void {
  try {
    credentials.apply(bytes);
  } catch (error) {
    throw new DamagedError('stored credentials do not follow one another', { cause: error });
  }
}

const AFTER_DAMAGE = 10_000;

/** Where to go on when the journal cannot be read: after everything that was ever written, in a new generation. */
export async function replayDamaged({ table }: Context, row: SessionRow): Promise<Replayed> {
  const checkpoint = await readCheckpoint(table, row.id, async () => undefined);
  const tail = await readTail(table, row.id);
  const position: Position = {
    // Entries may be missing that clients know of: what comes now has to be newer than all of them.
    n: Math.max(row.n, checkpoint?.n ?? 0, tail?.n ?? 0) + AFTER_DAMAGE,
    seq: Math.max(row.seq, checkpoint?.seq ?? 0, tail?.seq ?? 0),
    generation: Math.max(checkpoint?.generation ?? 1, tail?.generation ?? 1) + 1,
  };
  const { state, answers, phoneNumber, lid } = row;
  const view = tail?.view ?? { state, answers, phoneNumber, lid };
  const { taken = [], tally = EMPTY_TALLY } = checkpoint ?? {};
  return { position, credentials: new Credentials(), view, taken, tally, entries: [], ended: [] };
}

/** The messages of which entries tell that they were sent, or failed. */
export const settledIn = (entries: readonly Entry[]): MessageId[] =>
  entries.flatMap(({ events }) =>
    events.flatMap((event) => {
      if (event.type === 'message_sent') return [event.message.id];
      return event.type === 'message_status' && event.status === 'failed' ? [event.messageId] : [];
    }),
  );

/** What a new owner finds: the last checkpoint and the journal after it. */
import type { SessionView } from '../../core/model/session.ts';
import { readCheckpoint } from '../../core/store/checkpoint.ts';
import { type Entry, readEntries } from '../../core/store/journal.ts';
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
  /** Entries whose projections may not have been written. */
  entries: Entry[];
}

/** @throws {DamagedError} when sealed state does not open */
export async function replay(
  { table }: Context,
  row: SessionRow,
  fresh: boolean,
  findKey: (generation: number) => Promise<Uint8Array | undefined>,
): Promise<Replayed> {
  const credentials = new Credentials();
  const { state, answers, phoneNumber, lid } = row;
  const view: SessionView = { state, answers, phoneNumber, lid };
  const position: Position = { n: 0, seq: 0, generation: 1 };
  // Two reads that the way to the first QR code does without.
  if (fresh) return { position, credentials, view, taken: [], entries: [] };

  const checkpoint = await readCheckpoint(table, row.id, findKey);
  const entries = await readEntries(table, row.id, checkpoint?.n ?? 0, findKey);
  if (checkpoint) Object.assign(position, { n: checkpoint.n, seq: checkpoint.seq, generation: checkpoint.generation });
  const last = entries.at(-1);
  if (last) Object.assign(position, { n: last.n, seq: last.seq, generation: last.generation });
  // An erased pairing's state is nobody's any more, even where its key still stands.
  if (checkpoint?.state && checkpoint.generation === position.generation) credentials.apply(checkpoint.state);
  for (const { generation, changes } of entries) {
    if (changes && generation === position.generation) credentials.apply(changes);
  }
  const taken = [...(checkpoint?.taken ?? []), ...entries.flatMap((entry) => entry.taken)];
  return { position, credentials, view: last?.view ?? view, taken, entries };
}

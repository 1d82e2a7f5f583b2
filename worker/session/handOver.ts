/** How credentials leave our hands: sealed, for somebody to collect. Afterwards nobody connects with them here any more. */
import { EXPORT_LIMIT } from '../../core/model/exports.ts';
import { EXPORT_TOO_LARGE, EXPORTED } from '../../core/model/session.ts';
import { writeParcel } from '../../core/store/parcels.ts';
import { type Held, markHandedOver } from '../../core/store/ownership.ts';
import type { Context } from '../context.ts';
import { filesOf } from '../whatsapp/sessionFiles.ts';
import type { SessionJournal } from './sessionJournal.ts';

/** Whose answer was lost may ask again. */
const EXPORT_KEPT_MS = 3_600_000;

/** A data key of its own: what the journal has of the credentials is void when that one's is destroyed. */
async function pack({ table }: Context, { id }: Held, journal: SessionJournal, endsAt: number): Promise<number> {
  const generation = journal.generation + 1;
  const dataKey = await journal.dataKeys.get(generation);
  await writeParcel(table, id, 'out', await filesOf(journal.credentials), { generation, dataKey, endsAt });
  return generation;
}

/**
 * Of an ephemeral session, whose journal has settled and stopped.
 * @returns false when it is no longer ours
 */
export async function handOver(context: Context, held: Held, journal: SessionJournal, until: string): Promise<boolean> {
  const generation = await pack(context, held, journal, Date.parse(until));
  return markHandedOver(context.table, held, generation);
}

/**
 * Of a session that is stopped, as a file. The caller erases what the journal has of the credentials, in the same turn.
 * @returns false where there are none, or they are too much for a file: then they stay
 */
export async function exportCredentials(context: Context, held: Held, journal: SessionJournal): Promise<boolean> {
  if (!journal.credentials.paired) return false;
  const fits = journal.credentials.pack().length <= EXPORT_LIMIT;
  if (fits) await pack(context, held, journal, Date.now() + EXPORT_KEPT_MS);
  journal.happened({ type: 'exported', reason: fits ? EXPORTED : EXPORT_TOO_LARGE });
  return fits;
}

/** How credentials leave our hands: sealed, for somebody to collect. Afterwards nobody connects with them here any more. */
import { writeParcel } from '../../core/store/parcels.ts';
import { type Held, markHandedOver } from '../../core/store/ownership.ts';
import type { Context } from '../context.ts';
import { filesOf } from '../whatsapp/sessionFiles.ts';
import type { SessionJournal } from './sessionJournal.ts';

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

import { clearImport, type Held } from '../../core/store/ownership.ts';
import { readParcel, takeParcel } from '../../core/store/parcels.ts';
import type { Context } from '../context.ts';
import { credentialsFrom } from '../whatsapp/sessionFiles.ts';
import type { SessionJournal } from './sessionJournal.ts';

/** Takes credentials in that somebody has brought: once they are in the journal, the parcel goes. May be repeated. */
export async function adoptImport({ table, vault }: Context, held: Held, journal: SessionJournal): Promise<void> {
  if (!journal.credentials.paired) {
    const files = await readParcel(table, vault, held.id, 'in', Date.now());
    if (files) journal.adopt(await credentialsFrom(files));
  }
  if (!(await journal.caughtUp())) return;
  await takeParcel(table, vault, held.id, 'in', Date.now());
  await clearImport(table, held);
}

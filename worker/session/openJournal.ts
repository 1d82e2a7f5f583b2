import { setCheckpointAside } from '../../core/store/checkpoint.ts';
import type { SessionRow } from '../../core/store/sessions.ts';
import { DamagedError } from '../../core/store/vault.ts';
import { DataKeys } from './dataKeys.ts';
import { replay, replayDamaged } from './replay.ts';
import { type JournalParty, SessionJournal } from './sessionJournal.ts';

/**
 * Reads what the last owner left, and fences it. What cannot be read is kept aside, and is a state.
 * @param fresh nobody has ever written: there is nothing to read
 */
export async function openJournal(party: JournalParty, row: SessionRow, fresh: boolean): Promise<SessionJournal> {
  const { context } = party;
  const dataKeys = new DataKeys(context, row.id);
  try {
    return new SessionJournal(party, row, dataKeys, await replay(context, row, fresh, (g) => dataKeys.find(g)));
  } catch (error) {
    if (!(error instanceof DamagedError)) throw error;
    context.log.error({ session: row.id, error: error.message }, 'credentials are damaged and kept aside');
    await setCheckpointAside(context.table, row.id);
    const journal = new SessionJournal(party, row, dataKeys, await replayDamaged(context, row));
    journal.answer(row.asks);
    journal.happened({
      type: 'refused',
      reason: 'credentials_damaged',
      userAction: 'The stored credentials cannot be read. Start again to link anew, or ask the operator.',
    });
    return journal;
  }
}

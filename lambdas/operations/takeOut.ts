import { setTimeout as pause } from 'node:timers/promises';
import { KeeplineError } from '../../core/model/errors.ts';
import type { SessionFiles } from '../../core/model/sessionFiles.ts';
import { EXPORT_TOO_LARGE, EXPORTED } from '../../core/model/session.ts';
import { readParcel } from '../../core/store/parcels.ts';
import { askForExport } from '../../core/store/asks.ts';
import { getSession, type SessionRow } from '../../core/store/sessions.ts';
import type { Context } from '../context.ts';
import { ringOwner } from './ringOwner.ts';

/** Within the time that the gateway waits. */
const WITHIN_MS = 20_000;
const LOOKS_EVERY_MS = 250;

/**
 * Has the session's worker stop it and give its credentials up; for an hour they can be had again.
 * @throws {KeeplineError} `session_not_linked`, `session_ephemeral`, `payload_too_large`, `unavailable`
 */
export async function takeOut(context: Context, row: SessionRow): Promise<SessionFiles> {
  const { table, vault, now } = context;
  if (row.ephemeral) throw new KeeplineError('session_ephemeral', 'An ephemeral session is collected, not exported.');
  const reason = outcomeOf(row) ?? outcomeOf(await askWorker(context, row));
  const files = reason === EXPORTED ? await readParcel(table, vault, row.id, 'out', now()) : undefined;
  if (files) return files;
  if (reason === EXPORT_TOO_LARGE) {
    throw new KeeplineError(
      'payload_too_large',
      'The session has too many keys for one file. It is stopped, and whole.',
    );
  }
  throw new KeeplineError('session_not_linked', 'The session has no credentials here: link a phone, or import it.');
}

/** What an export that is over has come to. */
function outcomeOf({ owner, exporting, state }: SessionRow): string | undefined {
  const isOver = owner === undefined && exporting === undefined && state.status === 'disconnected';
  return isOver && [EXPORTED, EXPORT_TOO_LARGE].includes(state.reason) ? state.reason : undefined;
}

async function askWorker(context: Context, { id }: SessionRow): Promise<SessionRow> {
  const { table, now, correlationId } = context;
  const asked = await askForExport(table, id, { now: new Date(now()).toISOString(), correlationId });
  if (asked) await ringOwner(context, asked);
  const until = now() + WITHIN_MS;
  for (let row = asked; row; row = await getSession(table, id)) {
    if (row.exporting === undefined) return row;
    if (now() > until) throw new KeeplineError('unavailable', 'The session is still being stopped. Ask again.');
    await pause(LOOKS_EVERY_MS);
  }
  throw new KeeplineError('session_not_found', 'There is no session with this id.');
}

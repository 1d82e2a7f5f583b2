import type { SessionId } from '../../core/model/ids.ts';
import { emptySession } from '../../core/store/erase.ts';
import { newestEvent } from '../../core/store/events.ts';
import { readCursors } from '../../core/store/webhookCursors.ts';
import type { Context } from '../context.ts';
import { pause } from '../pause.ts';

/** Webhooks that do well have the session's last words by then. */
const LAST_WORDS_MS = 10_000;
const LOOKS_EVERY_MS = 250;

/** Of a session that is at rest, and was given up for good. Upkeep does what is not done here, and takes the row away. */
export async function eraseForGood({ table, bucket, log }: Context, id: SessionId): Promise<void> {
  try {
    await untilDelivered(table, id);
    await emptySession(table, bucket, id);
    log.info({ session: id }, 'a session is erased');
  } catch (error) {
    log.warn({ session: id, error: String(error) }, 'a session is not erased yet');
  }
}

async function untilDelivered(table: Context['table'], id: SessionId): Promise<void> {
  const newest = await newestEvent(table, id);
  if (!newest) return;
  const until = performance.now() + LAST_WORDS_MS;
  while (performance.now() < until) {
    const places = await readCursors(table, id);
    if (Array.from(places.values()).every((place) => place >= newest.seq)) return;
    await pause(LOOKS_EVERY_MS);
  }
}

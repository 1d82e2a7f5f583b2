import { setTimeout as sleep } from 'node:timers/promises';
import { KeeplineClientError } from '../../client/index.ts';
import { elapsed, type Run } from './run.ts';
import type { Planned } from './schedule.ts';

const TRY_MS = 10_000;
const PAUSE_MS = 300;
/** How long a send is tried again under its key, as a careful caller does. */
const PATIENCE_MS = 60_000;

/** Says one message of the plan; resolves when it is accepted, refused or written. */
export async function say(run: Run, { direction, session, contact: person }: Planned, index: number): Promise<void> {
  const victim = run.sessions[session];
  const contact = run.contacts[person];
  if (!victim || !contact) return;
  const at = elapsed(run);
  const text = `${direction} ${index}`;
  if (direction === 'in') {
    const id = await contact.writes(victim.owner.number, text);
    run.written.push({ victim, contact, text, id, at });
    return;
  }
  const { http } = victim.tenant;
  const patience = performance.now() + PATIENCE_MS;
  while (performance.now() < patience) {
    try {
      const write = { idempotencyKey: `torture-${index}`, signal: AbortSignal.timeout(TRY_MS) };
      const { messageId } = await http.sendMessage(victim.watched.id, { to: contact.number, message: text }, write);
      run.sent.push({ victim, contact, text, id: messageId, at });
      return;
    } catch (error) {
      if (error instanceof KeeplineClientError && error.code === 'session_not_ready') {
        run.refused += 1;
        return;
      }
      await sleep(PAUSE_MS);
    }
  }
  run.unknown += 1;
}

import { setTimeout as sleep } from 'node:timers/promises';
import { KeeplineClientError } from '../../client/index.ts';
import type { Outgoing } from '../../core/model/content.ts';
import { toEdit, toSend, toWrite } from './forms.ts';
import { elapsed, type Run, type Victim } from './run.ts';
import type { Planned } from './schedule.ts';

const TRY_MS = 10_000;
const PAUSE_MS = 300;
/** How long a send is tried again under its key, as a careful caller does. */
const PATIENCE_MS = 60_000;

/** Says one message of the plan; resolves when it is accepted, refused or written. */
export async function say(run: Run, planned: Planned, index: number): Promise<void> {
  const { direction, form, session, contact: person } = planned;
  const victim = run.sessions[session];
  const contact = run.contacts[person];
  if (!victim || !contact) return;
  const at = elapsed(run);
  const text = `${direction} ${index}`;
  if (direction === 'in') {
    const id = await contact.writes(victim.owner.number, toWrite(form, text));
    if (form === 'edited') await contact.writes(victim.owner.number, toEdit(id, text));
    run.written.push({ victim, contact, text, form, id, at });
    return;
  }
  const id = await send(run, victim, { to: contact.number, content: toSend(form, text) }, `torture-${index}`);
  if (id === undefined) return;
  const record = { victim, contact, text, form, id, at };
  if (form === 'edited') {
    const edit = { to: contact.number, content: toEdit(id, text) };
    if ((await send(run, victim, edit, `edit-${index}`)) === undefined) record.form = 'text';
  }
  run.sent.push(record);
}

/** Sends until it is accepted or refused for sure. @returns the message's id, where it was accepted */
async function send(
  run: Run,
  { tenant: { http }, watched }: Victim,
  body: { to: string; content: Outgoing },
  idempotencyKey: string,
): Promise<string | undefined> {
  const patience = performance.now() + PATIENCE_MS;
  while (performance.now() < patience) {
    try {
      const write = { idempotencyKey, signal: AbortSignal.timeout(TRY_MS) };
      return (await http.sendMessage(watched.id, body, write)).messageId;
    } catch (error) {
      if (error instanceof KeeplineClientError && error.code === 'session_not_ready') {
        run.refused += 1;
        return undefined;
      }
      await sleep(PAUSE_MS);
    }
  }
  run.unknown += 1;
  return undefined;
}

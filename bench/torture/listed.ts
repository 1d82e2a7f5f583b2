import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from '../../core/model/message.ts';
import { isComplete } from './forms.ts';
import type { Record, Run, Victim } from './run.ts';

const POLL_MS = 500;

/** The rows follow the journal in the background, and nothing tells when they have: so this one looks again and again. */
export async function untilListed(run: Run, victim: Victim, patience: number): Promise<void> {
  const known = [...run.sent, ...run.written].filter((record) => record.victim === victim);
  for (;;) {
    const list = await run.world.allMessages(victim.tenant, victim.watched.id);
    const rows = new Map(list.filter(isSettled).map((row) => [textOf(row), row]));
    const isThere = (record: Record) => {
      const row = rows.get(record.text);
      return row !== undefined && isComplete(record, row);
    };
    if (known.every(isThere) || performance.now() > patience) return;
    await sleep(POLL_MS);
  }
}

/** What a message says; of a file, its caption. */
export function textOf({ content }: Message): string | undefined {
  if (content.type === 'text') return content.text;
  return content.type === 'image' ? content.caption : undefined;
}

/** Received, or out and not only accepted. */
export const isSettled = ({ fromMe, status }: Message): boolean =>
  !fromMe || (status !== 'accepted' && status !== 'failed');

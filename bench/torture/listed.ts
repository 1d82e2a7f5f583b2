import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from '../../core/model/message.ts';
import type { Run, Victim } from './run.ts';

const POLL_MS = 500;

/** The rows follow the journal in the background, and nothing tells when they have: so this one looks again and again. */
export async function untilListed(run: Run, victim: Victim, patience: number): Promise<void> {
  const known = [...run.sent, ...run.written].filter((record) => record.victim === victim);
  for (;;) {
    const list = await run.world.allMessages(victim.tenant, victim.watched.id);
    const texts = new Set(list.filter(isSettled).map(textOf));
    if (known.every(({ text }) => texts.has(text)) || performance.now() > patience) return;
    await sleep(POLL_MS);
  }
}

export const textOf = ({ content }: Message): string | undefined =>
  content.type === 'text' ? content.text : undefined;

/** Received, or out and not only accepted. */
export const isSettled = ({ fromMe, status }: Message): boolean =>
  !fromMe || (status !== 'accepted' && status !== 'failed');

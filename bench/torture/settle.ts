import type { SessionEvent } from '../../core/model/events.ts';
import { untilListed } from './listed.ts';
import { untilDelivered } from './receivers.ts';
import type { Record, Run, Victim } from './run.ts';
import { untilUp } from './up.ts';

/** A reconnection waits a minute at the most, ten seconds more where WhatsApp asked for patience; then it has to work. */
const SETTLE_MS = 120_000;

/** Waits until everything that is under way has come and everybody is connected, or for the longest time that may take. */
export async function settle(run: Run): Promise<void> {
  const { sessions, contacts, sent, written } = run;
  const patience = performance.now() + SETTLE_MS;
  const ofVictim = (records: Record[], victim: Victim) => records.filter((record) => record.victim === victim);
  const all: Promise<unknown>[] = [];
  for (const victim of sessions) {
    const { watched, owner } = victim;
    const out = ofVictim(sent, victim);
    const told = new Set([...out, ...ofVictim(written, victim)].map(({ id }) => id));
    all.push(
      untilUp(run, victim, patience),
      watched.until('every message', () => includesAll(messageIds(watched.events), told) || undefined, SETTLE_MS),
      owner.until(() => out.every(({ text }) => owner.shown.has(text)), SETTLE_MS),
    );
  }
  for (const person of contacts) {
    const toThem = sent.filter(({ contact }) => contact === person);
    const ofThem = written.filter(({ contact }) => contact === person);
    all.push(
      person.until(() => toThem.every(({ text }) => person.shown.has(text)), SETTLE_MS),
      person.until(() => ofThem.every(({ id }) => person.delivered.has(id)), SETTLE_MS),
    );
  }
  // What did not come is the judge's.
  await Promise.allSettled(all);
  for (const victim of sessions) await untilListed(run, victim, patience);
  await untilDelivered(run, patience);
}

const messageIds = (events: SessionEvent[]): Set<string> =>
  new Set(
    events.flatMap((event) =>
      event.type === 'message_sent' || event.type === 'message_received' ? [event.message.id] : [],
    ),
  );

const includesAll = (all: Set<string>, some: Set<string>) => [...some].every((one) => all.has(one));

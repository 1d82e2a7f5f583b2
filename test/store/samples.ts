/** Things as they are in the wild, for the suites to vary. */
import type { EventBody, SessionEvent } from '../../core/model/events.ts';
import { MessageId, newSessionId, newWorkerId, type SessionId, TenantId } from '../../core/model/ids.ts';
import type { Message } from '../../core/model/message.ts';
import type { Entry } from '../../core/store/journal.ts';
import { firstSeq } from '../../core/store/journalRows.ts';
import { claimSession } from '../../core/store/ownership.ts';
import { createSession } from '../../core/store/sessions.ts';
import type { Table } from '../../core/store/table.ts';

const BEGIN = Date.now() - 3_600_000;
/** The n-th second of this last hour. */
export const at = (n: number): string => new Date(BEGIN + n * 1000).toISOString();

export const tenant = (name: string = crypto.randomUUID()) => TenantId.parse(name);

export async function newSession(table: Table, owner = tenant()): Promise<SessionId> {
  const { row } = await createSession(table, { id: newSessionId(), tenant: owner, now: at(0) });
  return row.id;
}

/** A session that a worker holds. */
export async function heldSession(table: Table) {
  const id = await newSession(table);
  const worker = newWorkerId();
  const row = await claimSession(table, id, worker);
  if (!row) throw new Error('nobody else could hold it');
  return { id, worker, epoch: row.epoch, asks: row.asks };
}

export function message(sessionId: SessionId, change: Partial<Message> = {}): Message {
  return {
    id: MessageId.parse('3EB0AAAA'),
    sessionId,
    chatId: '4915112345678@s.whatsapp.net',
    fromMe: true,
    content: { type: 'text', text: 'hello' },
    timestamp: at(1),
    status: 'accepted',
    ...change,
  };
}

export function entry(n: number, change: Partial<Entry> = {}): Entry {
  const view: Entry['view'] = { answers: 1, state: { status: 'connecting' } };
  return { n, epoch: 1, generation: 1, at: at(n), seq: 0, view, events: [], taken: [], ...change };
}

/** The events of entry `n`, each after the one before; the first after `prev`. */
export function eventsOf(sessionId: SessionId, n: number, prev: number, ...bodies: EventBody[]): SessionEvent[] {
  const seqOf = (i: number) => firstSeq(n) + i;
  return bodies.map((body, i) => ({
    ...body,
    sessionId,
    seq: seqOf(i),
    prev: i === 0 ? prev : seqOf(i - 1),
    timestamp: at(n),
  }));
}

export const connecting: EventBody = { type: 'status_update', status: 'connecting' };

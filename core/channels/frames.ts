/** Frames to clients, through the WebSocket management API. */
import { setTimeout as wait } from 'node:timers/promises';
import {
  type EventAvailable,
  FRAME_MESSAGE_LIMIT,
  type LiveEvent,
  type LiveFrame,
  type NoticeFrame,
} from '../model/frames.ts';
import type { ConnectionId, SessionId, TenantId } from '../model/ids.ts';
import { closeConnection, type Subscriber, subscribersOf } from '../store/connections.ts';
import { feedCursor } from '../store/feed.ts';
import { later } from '../store/later.ts';
import { SharedReads } from '../store/sharedReads.ts';
import type { Table } from '../store/table.ts';
import { Line, type Posted } from './line.ts';
import type { Management } from './management.ts';

export interface Frames {
  api: () => Promise<Management>;
  table: Table;
  /** Of the connections that something is on its way to. */
  lines: Map<ConnectionId, Line>;
  /** Who listens to all sessions of a tenant, of which many may be busy. */
  ofTenants: SharedReads<Subscriber[]>;
  onTrouble: (words: string, error?: unknown) => void;
}

/** @param endpoint the management API's address with its stage */
export function openFrames(table: Table, endpoint: string, onTrouble: Frames['onTrouble']): Frames {
  const api = later(async () => (await import('./management.ts')).openManagement(endpoint));
  return { api, table, lines: new Map(), ofTenants: new SharedReads(), onTrouble };
}

/**
 * Sends frames, in order, to everyone who listens to a session or to all of its tenant's. Resolves when they are on their
 * way, with the moment when they are delivered. A connection that is gone, too slow or expired is closed.
 */
export async function push(
  frames: Frames,
  { sessionId, tenant }: { sessionId: SessionId; tenant: TenantId },
  what: readonly LiveFrame[],
): Promise<{ delivered: Promise<unknown> }> {
  const [ofSession, ofTenant] = await Promise.all([
    subscribersOf(frames.table, { sessionId }),
    frames.ofTenants.read(tenant, () => subscribersOf(frames.table, { tenant })),
  ]).then(([some, all]) => [some, all.filter(({ boundTo }) => boundTo?.includes(sessionId) ?? true)] as const);
  const all = new Set(ofTenant.map(({ connectionId }) => connectionId));
  const ofSessionAlone = ofSession.filter(({ connectionId }) => !all.has(connectionId));
  const lines = [
    ...send(frames, ofSessionAlone, () => what.map(encode)),
    ...send(frames, ofTenant, () => what.map((frame) => encode(isEvent(frame) ? withCursor(tenant, frame) : frame))),
  ];
  return { delivered: Promise.all(lines.map(({ done }) => done)) };
}

/**
 * Tells everyone who listens to all of a tenant's sessions, and to the one that it concerns, where it does. Resolves when
 * they have it, or were given up.
 */
export async function pushNotice(
  frames: Frames,
  { tenant, sessionId }: { tenant: TenantId; sessionId?: SessionId | undefined },
  frame: NoticeFrame,
): Promise<void> {
  const ofTenant = (await subscribersOf(frames.table, { tenant })).filter(
    ({ boundTo }) => boundTo === undefined || (sessionId !== undefined && boundTo.includes(sessionId)),
  );
  const ofSession = sessionId ? await subscribersOf(frames.table, { sessionId }) : [];
  const once = new Map([...ofTenant, ...ofSession].map((subscriber) => [subscriber.connectionId, subscriber]));
  await Promise.all(send(frames, [...once.values()], () => [encode(frame)]).map(({ done }) => done));
}

const isEvent = (frame: LiveFrame): frame is LiveEvent => 'seq' in frame;

const withCursor = (tenant: TenantId, event: LiveEvent): LiveEvent => ({
  ...event,
  cursor: feedCursor(tenant, Date.parse(event.timestamp)),
});

function encode(frame: LiveFrame): Uint8Array {
  const data = Buffer.from(JSON.stringify(frame));
  if (data.length <= FRAME_MESSAGE_LIMIT || !isEvent(frame)) return data;
  return Buffer.from(JSON.stringify(available(frame)));
}

/** In the place of what the gateway does not carry. */
function available({ sessionId, seq, prev, timestamp, cursor }: LiveEvent): EventAvailable {
  const link = `/api/sessions/${sessionId}/events?after=${prev}&limit=1`;
  return { type: 'event_available', sessionId, seq, prev, timestamp, cursor, link };
}

function send(frames: Frames, subscribers: Subscriber[], encoded: () => Uint8Array[]): Line[] {
  if (subscribers.length === 0) return [];
  const data = encoded();
  return subscribers.flatMap(({ connectionId, expiresAt }) => {
    if (expiresAt * 1000 <= Date.now()) {
      void insistOnEnding(frames, connectionId);
      return [];
    }
    const line = lineTo(frames, connectionId);
    for (const each of data) line.add(each);
    return [line];
  });
}

function lineTo(frames: Frames, id: ConnectionId): Line {
  const { lines, onTrouble } = frames;
  const known = lines.get(id);
  if (known) return known;
  const line = new Line({
    post: (data) => post(frames, id, data),
    onDelivered: () => lines.delete(id),
    onEnded: (why) => {
      if (why === 'given_up') onTrouble('a connection that takes too long is closed');
      void insistOnEnding(frames, id);
    },
  });
  lines.set(id, line);
  return line;
}

async function post({ api, onTrouble }: Frames, ConnectionId: ConnectionId, Data: Uint8Array): Promise<Posted> {
  try {
    await (await api()).post({ ConnectionId, Data });
    return 'sent';
  } catch (error) {
    if (isGone(error)) return 'gone';
    onTrouble('a push failed', error);
    return error instanceof Error && error.name === 'TimeoutError' ? 'late' : 'refused';
  }
}

/**
 * Ends a connection: first its subscriptions, so that nothing is sent to it after a hole, then itself, so that its client
 * knows.
 */
export async function hangUp({ api, table }: Frames, id: ConnectionId): Promise<void> {
  await closeConnection(table, id);
  const management = await api();
  await management.hangUp({ ConnectionId: id }).catch((error: unknown) => {
    if (!isGone(error)) throw error;
  });
}

/** Until it is done the connection's line stays, and takes nothing. */
async function insistOnEnding(frames: Frames, id: ConnectionId): Promise<void> {
  for (let waitMs = 1_000; ; waitMs = Math.min(2 * waitMs, 60_000)) {
    try {
      await hangUp(frames, id);
      break;
    } catch (error) {
      frames.onTrouble('a connection could not be closed', error);
      await wait(waitMs, undefined, { ref: false });
    }
  }
  frames.lines.delete(id);
}

const isGone = (error: unknown): boolean => error instanceof Error && error.name === 'GoneException';

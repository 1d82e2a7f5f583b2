/** Frames to clients, through the WebSocket management API. */
import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { FRAME_MESSAGE_LIMIT, type ServerFrame } from '../model/frames.ts';
import type { ConnectionId, SessionId } from '../model/ids.ts';
import { closeConnection, subscribersOf } from '../store/connections.ts';
import { endingWithin, type Table } from '../store/table.ts';

export interface Frames {
  api: ApiGatewayManagementApiClient;
  table: Table;
}

/** @param endpoint the management API's address with its stage */
export function openFrames(table: Table, endpoint: string): Frames {
  const requestHandler = endingWithin(5_000);
  return { api: new ApiGatewayManagementApiClient({ endpoint, maxAttempts: 3, requestHandler }), table };
}

/** Sends frames, in order, to everyone who listens to a session. A connection that is gone or expired is closed. */
export async function push(frames: Frames, sessionId: SessionId, what: readonly ServerFrame[]): Promise<void> {
  if (what.length === 0) return;
  const subscribers = await subscribersOf(frames.table, sessionId);
  if (subscribers.length === 0) return;
  // What the gateway does not carry is a gap to the client, which fetches it.
  const encoded = what
    .map((frame) => Buffer.from(JSON.stringify(frame)))
    .filter(({ length }) => length <= FRAME_MESSAGE_LIMIT);
  await Promise.all(
    subscribers.map(async ({ connectionId, expiresAt }) => {
      if (expiresAt * 1000 <= Date.now()) return hangUp(frames, connectionId);
      for (const Data of encoded) {
        if (!(await post(frames, connectionId, Data))) return closeConnection(frames.table, connectionId);
      }
    }),
  );
}

/** @returns false when the connection is gone. */
async function post({ api }: Frames, ConnectionId: ConnectionId, Data: Uint8Array): Promise<boolean> {
  try {
    await api.send(new PostToConnectionCommand({ ConnectionId, Data }));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'GoneException') return false;
    throw error;
  }
}

/** Ends a connection whose principal may no longer listen. */
export async function hangUp({ api, table }: Frames, id: ConnectionId): Promise<void> {
  await api.send(new DeleteConnectionCommand({ ConnectionId: id })).catch((error: unknown) => {
    if (!(error instanceof Error && error.name === 'GoneException')) throw error;
  });
  await closeConnection(table, id);
}

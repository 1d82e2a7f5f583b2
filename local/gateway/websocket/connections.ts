import type { WebSocket } from 'ws';
import { GOING_AWAY, type Limits } from '../limits.ts';
import type { ConnectionFacts } from './event.ts';

export interface Connection {
  facts: ConnectionFacts;
  lastActiveAt: number;
  /** Something went over it, in either direction. */
  touch(): void;
  send(text: string | Buffer): Promise<void>;
  close(code: number, reason: string): void;
}

/** The open connections by id; each ends by itself when it is idle or old. */
export type Connections = Map<string, Connection>;

export function openConnection(
  connections: Connections,
  facts: ConnectionFacts,
  socket: WebSocket,
  limits: Limits,
): Connection {
  const goAway = () => socket.close(GOING_AWAY, 'Going away');
  const idle = setTimeout(goAway, limits.idleMs);
  const age = setTimeout(goAway, limits.connectionMs);
  const connection: Connection = {
    facts,
    lastActiveAt: Date.now(),
    touch() {
      connection.lastActiveAt = Date.now();
      idle.refresh();
    },
    send(text) {
      connection.touch();
      return new Promise((resolve, reject) => {
        socket.send(text, { binary: false }, (error) => (error ? reject(error) : resolve()));
      });
    },
    close: (code, reason) => socket.close(code, reason),
  };
  connections.set(facts.connectionId, connection);
  socket.once('close', () => {
    clearTimeout(idle);
    clearTimeout(age);
    connections.delete(facts.connectionId);
  });
  return connection;
}

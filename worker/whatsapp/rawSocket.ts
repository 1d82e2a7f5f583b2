import type { WASocket } from '@whiskeysockets/baileys';
import type { WebSocket } from 'ws';

/** Baileys' client keeps its `ws` socket in a field that its types do not show. */
export function rawSocket(sock: WASocket): WebSocket {
  const { socket } = sock.ws as unknown as { socket: WebSocket | null };
  if (!socket) throw new Error('Baileys made no socket');
  return socket;
}

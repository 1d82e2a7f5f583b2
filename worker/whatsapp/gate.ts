/**
 * The gate at the raw socket: nothing leaves before it is durable. An outbound frame waits for the journal entry that is
 * gathering; Baileys sees its write done at once and goes on.
 */
import type { WebSocket } from 'ws';

/** A close waits this long for the frames before it (a logout says goodbye and closes at once). */
const DRAIN_MS = 2_000;
/** Then this long for the other side to answer it: one that is gone never does. */
const CLOSING_MS = 2_000;

type Sent = (error?: Error) => void;

export interface Gate {
  /** False once the socket is closing: its keys may not change any more. */
  isOpen: () => boolean;
  /** Ends the socket at once; frames that wait are dropped. */
  terminate: () => void;
}

/**
 * @param afterCommit runs a release when what was gathered until now is durable
 * @param mayLeave asked at the last moment: false when the lease has run out meanwhile; the socket ends then
 */
export function installGate(
  socket: WebSocket,
  afterCommit: (release: () => void) => void,
  mayLeave: () => boolean,
): Gate {
  const isOpen = () => socket.readyState < socket.CLOSING;
  const send = socket.send.bind(socket);
  const beginClose = socket.close.bind(socket);
  const close = () => {
    beginClose();
    const timer = setTimeout(() => socket.terminate(), CLOSING_MS);
    socket.once('close', () => clearTimeout(timer));
  };
  let waiting = 0;
  let onDrained: (() => void) | undefined;

  const gated = (data: Uint8Array, sent?: Sent) => {
    waiting += 1;
    afterCommit(() => {
      waiting -= 1;
      // A socket that lost a frame is of no use: its counters have moved on.
      if (!mayLeave()) socket.terminate();
      else if (isOpen()) send(data);
      if (waiting === 0) onDrained?.();
    });
    sent?.();
  };
  const gatedClose = () => {
    if (waiting === 0 || !isOpen()) return close();
    const timer = setTimeout(close, DRAIN_MS);
    onDrained = () => {
      clearTimeout(timer);
      close();
    };
  };
  // Baileys uses just these two forms; the type lists more.
  Object.assign(socket, { send: gated, close: gatedClose });
  return { isOpen, terminate: () => socket.terminate() };
}

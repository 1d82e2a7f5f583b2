import { WebSocket } from 'ws';

/** Connections that break when a test says so, at whatever they are doing. */
export function cuttable() {
  let current: WebSocket | undefined;
  let due = 0;
  let made = 0;

  function opened(socket: WebSocket): void {
    made += 1;
    current = socket;
    socket.once('close', () => {
      if (current === socket) current = undefined;
    });
    // Owed since there was none: as soon as there is one.
    if (due > 0) queueMicrotask(cut);
  }

  class Cuttable extends WebSocket {
    constructor(address: URL) {
      super(address);
      opened(this);
    }
  }

  function cut(): void {
    if (!current) return void (due += 1);
    due = Math.max(0, due - 1);
    const socket = current;
    current = undefined;
    socket.terminate();
  }

  return {
    WebSocket: Cuttable,
    cut,
    /** How many connections there were. */
    get made() {
      return made;
    },
  };
}

import { WebSocket } from 'ws';

/** Connections that break when a test says so, at whatever they are doing. */
export function cuttable() {
  let current: WebSocket | undefined;
  let due = 0;
  let made = 0;

  class Cuttable extends WebSocket {
    constructor(address: URL) {
      super(address);
      made += 1;
      current = this;
      this.once('close', () => {
        if (current === this) current = undefined;
      });
      // Owed since there was none: as soon as there is one.
      if (due > 0) queueMicrotask(() => cut());
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

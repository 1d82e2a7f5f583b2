/** How the server treats those who want to be linked; all of it can be changed while it runs. */
export type Rules = {
  /** How many codes a device that wants to be linked may show, one after the other. */
  refs: number;
  /** For how long a pairing code can be typed. */
  pairingCodeSeconds: number;
  /** Clients below this version are refused with 405. */
  oldestClient: string;
  /** Numbers whose phones link a device only with a passkey; `all` for everybody. */
  passkey: string[];
  /** How many messages a piece of history holds. */
  historyChunk: number;
  /** Whether pieces after the first come within messages too, or as files of `mmg.whatsapp.net`, as a real phone sends them. */
  history: 'inline' | 'files';
  /** Whether devices are told that their backlog is over; the real server has been seen to forget it. */
  endOfBacklog: boolean;
};

export function createRules(): Rules {
  return {
    refs: 6,
    pairingCodeSeconds: 180,
    oldestClient: '2.0.0',
    passkey: [],
    historyChunk: 500,
    history: 'inline',
    endOfBacklog: true,
  };
}

/** Whether a version such as `2.3000.1` is below another one. */
export function isOlder(version: number[], than: string): boolean {
  for (const [index, part] of than.split('.').map(Number).entries()) {
    const own = version[index] ?? 0;
    if (own !== part) return own < part;
  }
  return false;
}

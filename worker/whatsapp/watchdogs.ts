/** What Baileys does not notice, or only late: a socket that has gone silent, and a backlog whose end is never told. */
import { S_WHATSAPP_NET, type WASocket } from '@whiskeysockets/baileys';
import { pause } from '../pause.ts';

export interface Watched {
  sock: WASocket;
  /** How long WhatsApp may owe us a word. */
  silenceMs: number;
  /** Runs something once what was sent until now has left. */
  afterCommit: (release: () => void) => void;
  /** Aborted when the socket closes. */
  signal: AbortSignal;
}

/** The part of the time after which WhatsApp is asked; it has the rest to say anything at all. */
const ASKED_AFTER = 2 / 3;

/**
 * Ends a socket on which nothing comes any more: TCP would notice after minutes, Baileys after 35 to 65 s. An idle one that
 * lives answers when it is asked; one that is being opened owes an answer anyway.
 */
export async function watchSilence({ sock, silenceMs, afterCommit, signal }: Watched): Promise<void> {
  const quietMs = silenceMs * ASKED_AFTER;
  let heardAt = performance.now();
  let mayAsk = false;
  sock.ws.on('frame', (frame: unknown) => {
    heardAt = performance.now();
    // Stanzas come after the handshake, which is bytes.
    mayAsk ||= !(frame instanceof Uint8Array);
  });
  while (!signal.aborted) {
    const left = heardAt + quietMs - performance.now();
    await pause(Math.max(0, left), signal);
    if (performance.now() - heardAt < quietMs) continue;
    const askedAt = performance.now();
    if (mayAsk) await ask(sock, afterCommit);
    await pause(silenceMs - quietMs, signal);
    if (heardAt < askedAt) return sock.end(new Error('nothing comes any more'));
  }
}

/** Resolves when the question has left: a store that is slow to commit is no silence of WhatsApp's. */
async function ask(sock: WASocket, afterCommit: Watched['afterCommit']): Promise<void> {
  const attrs = { id: sock.generateMessageTag(), to: S_WHATSAPP_NET, type: 'get', xmlns: 'w:p' };
  await sock.sendNode({ tag: 'iq', attrs, content: [{ tag: 'ping', attrs: {} }] }).catch(() => {
    // Nor is it answered then.
  });
  await new Promise<void>(afterCommit);
}

/**
 * After a login Baileys holds events back, and does not synchronise, until WhatsApp says that the backlog is over. It has
 * been seen not to for hours, login after login: then it is said in its stead.
 */
export function watchBacklog({ sock, silenceMs, signal }: Watched): void {
  let told = false;
  sock.ws.on('CB:ib,,offline', () => {
    told = true;
  });
  const say = async () => {
    await pause(silenceMs, signal);
    if (!told && !signal.aborted) sock.ws.emit('CB:ib,,offline', { tag: 'ib', attrs: {}, content: [] });
  };
  sock.ev.on('connection.update', ({ connection }) => {
    if (connection === 'open') void say();
  });
}

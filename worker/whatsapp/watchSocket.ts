/** A socket's life as its session sees it: codes to link a phone with, the opening, the close and why. */
import { jidDecode, jidNormalizedUser, type WASocket } from '@whiskeysockets/baileys';
import { phoneNumberOf } from '../../core/model/jid.ts';
import type { Close, Party } from './connection.ts';
import { askForGroups } from './perform/groups.ts';
import { ProxyError } from './tunnel.ts';
import { watchBacklog, watchSilence } from './watchdogs.ts';

/** A socket that neither opens nor shows a QR code in this time hangs. */
const OPENING_MS = 60_000;
/** WhatsApp's custom: the first code stays up longer. */
const FIRST_QR_SECONDS = 60;
const NEXT_QR_SECONDS = 20;

/** Follows the socket's state. @returns a promise of its end */
export function watchSocket(sock: WASocket, party: Party, isOpen: () => boolean): Promise<Close> {
  let codes = 0;
  const over = new AbortController();
  const { afterCommit, silenceSeconds } = party;
  const watched = { sock, afterCommit, silenceMs: silenceSeconds * 1000, signal: over.signal };
  void watchSilence(watched);
  watchBacklog(watched);
  const hung = setTimeout(() => void sock.end(new Error('the connection did not open in time')), OPENING_MS);
  const { promise, resolve } = Promise.withResolvers<Close>();
  sock.ev.on('connection.update', ({ connection, qr, isNewLogin, lastDisconnect }) => {
    if (qr) {
      clearTimeout(hung);
      codes += 1;
      party.onQr(qr, codes, party.qrSeconds ?? (codes === 1 ? FIRST_QR_SECONDS : NEXT_QR_SECONDS));
    }
    if (isNewLogin) party.onScanned();
    // Baileys says so even after it has begun to close, when a query of the login times out; and a process that was stopped
    // meanwhile, and woke up without its lease, has nothing to say any more.
    if (connection === 'open' && isOpen() && party.mayLeave()) {
      clearTimeout(hung);
      const { id = '', lid } = sock.authState.creds.me ?? {};
      party.onOpened({
        phoneNumber: phoneNumberOf(jidNormalizedUser(id)) ?? '',
        lid: lid ? jidNormalizedUser(lid) : undefined,
        device: jidDecode(id)?.device,
        platform: sock.authState.creds.platform,
      });
      // A device that is new to the account knows none of its groups.
      if (!sock.authState.creds.accountSyncCounter) void askForGroups(sock);
    }
    if (connection === 'close') {
      clearTimeout(hung);
      over.abort();
      resolve(closeOf(lastDisconnect?.error));
    }
  });
  return promise;
}

/** Baileys wraps what the WebSocket failed with. */
function closeOf(error: (Error & { output?: { statusCode?: number }; data?: unknown }) | undefined): Close {
  if (error?.data instanceof ProxyError) return { code: undefined, words: error.data.trouble };
  return { code: error?.output?.statusCode, words: error?.message ?? 'closed' };
}

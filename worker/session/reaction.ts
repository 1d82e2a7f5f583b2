/** What to do when a socket closed: a pure rule of the close code. */
import { CLIENT_OUTDATED } from '../../core/model/session.ts';
import { type Close, PASSKEY_REQUIRED } from '../whatsapp/connection.ts';
import type { ProxyTrouble } from '../whatsapp/tunnel.ts';

export type Reaction =
  | { type: 'restart' }
  | { type: 'retry'; reason: string; userAction?: string; waitMs: number }
  | { type: 'nobody_scanned' }
  | { type: 'unlinked'; reason: string }
  | { type: 'outdated'; reason: string; userAction: string }
  | { type: 'refused'; reason: string; userAction: string };

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** WhatsApp asked for patience, or another socket of ours may still be closing. */
const PATIENT_WAIT_MS = 10_000;

const REFUSED: Record<number, [reason: string, userAction: string]> = {
  402: [
    'temporarily_banned',
    'WhatsApp has banned this number for a while. Wait until the ban ends, then start again.',
  ],
  403: ['banned', 'WhatsApp has banned this number. Ask WhatsApp for a review in the app, then start again.'],
  409: ['client_refused', 'WhatsApp refuses this client. The operator has to look into it.'],
};

const OUTDATED =
  'WhatsApp refuses this client version. The operator has to set a newer one; the session then comes back by itself.';

const PASSKEY: [reason: string, userAction: string] = [
  'passkey_required',
  'This account links devices only with a passkey, which Keepline cannot show yet. Link a number without one.',
];

const PROXY: Record<ProxyTrouble, string> = {
  proxy_unreachable: 'The proxy cannot be reached, or cannot reach WhatsApp. Check its address, or set another one.',
  proxy_refused: 'The proxy refuses the connection. Check the user name and the password, or set another one.',
};
const isProxyTrouble = (words: string): words is ProxyTrouble => words in PROXY;

const REASONS: Record<number, string> = {
  408: 'connection_lost',
  428: 'connection_closed',
  440: 'replaced',
  500: 'server_error',
  503: 'service_unavailable',
};

/**
 * @param attempt tries since the last stable connection, from 1
 * @param random 0 to 1: full jitter, so that many sessions do not come back at one moment
 */
export function reactTo(close: Close, paired: boolean, attempt: number, random: number): Reaction {
  const { code = 408, words } = close;
  const refused = words === PASSKEY_REQUIRED ? PASSKEY : REFUSED[code];
  if (code === 515) return { type: 'restart' };
  if (code === 405) return { type: 'outdated', reason: CLIENT_OUTDATED, userAction: OUTDATED };
  if (refused) return { type: 'refused', reason: refused[0], userAction: refused[1] };
  if (paired && (code === 401 || code === 411)) return { type: 'unlinked', reason: 'unlinked_on_the_phone' };
  if (!paired && words.startsWith('QR refs attempts ended')) return { type: 'nobody_scanned' };
  const patient = code === 440 || code === 503 ? PATIENT_WAIT_MS : 0;
  const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempt - 1, 10));
  const waitMs = Math.round(patient + random * longest);
  if (isProxyTrouble(words)) return { type: 'retry', reason: words, userAction: PROXY[words], waitMs };
  return { type: 'retry', reason: REASONS[code] ?? 'connection_lost', waitMs };
}

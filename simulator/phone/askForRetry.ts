import { askAgain } from '../server/receipts.ts';
import { bundleNodes } from '../server/iq/encrypt.ts';
import { formatJid, parseJid } from '../wire/jid.ts';
import type { Node } from '../wire/node.ts';
import { node, uintBytes } from '../wire/node.ts';
import type { Target } from './encryptFor.ts';
import { addressOf } from './encryptFor.ts';
import type { Phone } from './phone.ts';

const MAX_ASKED = 5;

/** Asks a device for a message that could not be read; from the second time on with our keys for a new session. */
export function askForRetry(phone: Phone, sender: Target, stanza: Node): void {
  const { account, server } = phone;
  const { id, from, t, recipient, participant } = stanza.attrs;
  const key = `${account.number} ${addressOf(sender)} ${id}`;
  const count = (phone.asked.get(key) ?? 0) + 1;
  phone.asked.set(key, count);
  if (count > MAX_ASKED) return;
  server.world.counters.retries += 1;
  const parts = [
    node('retry', { count, id, t, v: 1 }),
    node('registration', {}, uintBytes(account.row.registrationId, 4)),
  ];
  if (count > 1) {
    const keys = bundleNodes(account.takeBundle()).filter(({ tag }) => tag !== 'registration');
    parts.push(node('keys', {}, keys));
  }
  const jid = parseJid(from);
  const to = jid && formatJid(jid.user, jid.device, jid.server);
  const request = node('receipt', { id, to, participant, type: 'retry', recipient }, parts);
  askAgain(server, { account, deviceId: 0 }, sender.account, request);
}

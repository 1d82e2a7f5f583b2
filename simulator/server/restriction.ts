import { SERVER_JID } from '../wire/jid.ts';
import { node } from '../wire/node.ts';
import type { Server } from './server.ts';
import { stanzaId } from './server.ts';

/** What is said of an account that may not write to new people, or may again: by a query's answer, or as news. */
const standing = (until: number | undefined) =>
  until === undefined
    ? { is_active: false }
    : { is_active: true, time_enforcement_ends: String(Math.ceil(until / 1000)), enforcement_type: 'BIZ_QUALITY' };

/** The answer to whoever asks how an account stands. */
export const standingOf = (server: Server, number: string) => standing(server.faults.restrictedUntil(number));

/** Tells an account's devices whether it may write to new people. */
export function announceRestriction(server: Server, target: string): void {
  const { world, faults } = server;
  for (const account of world.accounts.values()) {
    if (target !== 'all' && target !== account.number) continue;
    const data = { xwa2_notify_account_reachout_timelock: standing(faults.restrictedUntil(account.number)) };
    const content = Buffer.from(JSON.stringify({ data }));
    const update = node('update', { op_name: 'NotificationUserReachoutTimelockUpdate' }, content);
    for (const device of account.devices.values()) {
      const attrs = { from: SERVER_JID, id: stanzaId(), type: 'mex', t: world.now() };
      device.deliver(node('notification', attrs, [update]));
    }
  }
}

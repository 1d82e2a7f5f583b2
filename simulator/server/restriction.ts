import { SERVER_JID } from '../wire/jid.ts';
import { node } from '../wire/node.ts';
import type { Restriction } from './faults.ts';
import type { Server } from './server.ts';
import { stanzaId } from './server.ts';

const seconds = (until: number) => String(Math.ceil(until / 1000));

/** What is said of an account that may not write to new people, or may again: by a query's answer, or as news. */
const standing = (until: number | undefined) =>
  until === undefined
    ? { is_active: false }
    : { is_active: true, time_enforcement_ends: seconds(until), enforcement_type: 'BIZ_QUALITY' };

/** The same of one that may write to so many new people in a cycle, and has. */
const cap = (until: number | undefined) =>
  until === undefined ? { capping_status: 'NONE' } : { capping_status: 'CAPPED', cycle_end_timestamp: seconds(until) };

/** The answer to whoever asks how an account stands. */
export const standingOf = ({ faults }: Server, number: string) => ({
  xwa2_fetch_account_reachout_timelock: standing(faults.restrictedUntil(number, 'restrict')),
  xwa2_message_capping_info: cap(faults.restrictedUntil(number, 'cap')),
});

const NEWS = {
  restrict: {
    op_name: 'NotificationUserReachoutTimelockUpdate',
    dataOf: (until: number | undefined) => ({ xwa2_notify_account_reachout_timelock: standing(until) }),
  },
  cap: {
    op_name: 'MessageCappingInfoNotification',
    dataOf: (until: number | undefined) => ({ xwa2_notify_new_chat_messages_capping_info_update: cap(until) }),
  },
};

export const isRestriction = (kind: string): kind is Restriction => kind in NEWS;

/** Tells an account's devices whether it may write to new people. */
export function announceRestriction(server: Server, target: string, kind: Restriction): void {
  const { world, faults } = server;
  const { op_name, dataOf } = NEWS[kind];
  for (const account of world.accounts.values()) {
    if (target !== 'all' && target !== account.number) continue;
    const data = dataOf(faults.restrictedUntil(account.number, kind));
    const update = node('update', { op_name }, Buffer.from(JSON.stringify({ data })));
    for (const device of account.devices.values()) {
      const attrs = { from: SERVER_JID, id: stanzaId(), type: 'mex', t: world.now() };
      device.deliver(node('notification', attrs, [update]));
    }
  }
}

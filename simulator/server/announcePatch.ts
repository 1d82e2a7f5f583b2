import type { Account } from '../state/account.ts';
import type { Collection } from '../state/collection.ts';
import { SERVER_JID } from '../wire/jid.ts';
import { node } from '../wire/node.ts';
import { stanzaId } from './server.ts';

/** Tells the devices of a person, but the one that made it, that there is a new patch. */
export function announcePatch(account: Account, { name, patches }: Collection, maker: number): void {
  for (const device of account.devices.values()) {
    if (device.row.id === maker) continue;
    const attrs = { from: SERVER_JID, id: stanzaId(), type: 'server_sync' };
    device.deliver(node('notification', attrs, [node('collection', { name, version: patches.length })]));
  }
}

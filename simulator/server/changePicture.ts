import { createHash } from 'node:crypto';
import type { Account } from '../state/account.ts';
import { node } from '../wire/node.ts';
import type { Server } from './server.ts';
import { stanzaId } from './server.ts';

/** Gives somebody another profile picture, or none; contacts and own devices hear of it. */
export function changePicture({ world, media }: Server, account: Account, picture: Buffer | undefined): void {
  const name = picture && createHash('sha256').update(picture).digest('base64url');
  if (picture && name) media.put(name, picture);
  account.row.picture = name;
  account.save();
  const from = world.jid(account, 0, 'pn');
  const change = node(name ? 'set' : 'delete', { jid: from, id: name && stanzaId(), author: from });
  for (const number of [account.number, ...account.contacts])
    for (const device of world.accounts.get(number)?.devices.values() ?? [])
      device.deliver(node('notification', { from, type: 'picture', id: stanzaId(), t: world.now() }, [change]));
}

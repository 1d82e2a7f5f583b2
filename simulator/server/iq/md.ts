import type { Node } from '../../wire/node.ts';
import { child } from '../../wire/node.ts';
import { parseJid } from '../../wire/jid.ts';
import type { LoggedIn, Server } from '../server.ts';
import { unlinkDevice } from '../unlink.ts';
import type { Answer } from './answer.ts';

/** Multi-device: a device logs itself out. */
export function answerMd(server: Server, { account, device }: LoggedIn, query: Node): Answer {
  const removal = child(query, 'remove-companion-device');
  if (!removal) return undefined;
  const jid = parseJid(removal.attrs.jid);
  if (server.world.accountOf(jid) !== account || jid?.device !== device.row.id)
    return { error: 403, text: 'forbidden' };
  // After the result has gone out.
  setImmediate(() => unlinkDevice(server, account, device));
  return undefined;
}

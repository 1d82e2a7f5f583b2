import type { Node } from '../../wire/node.ts';
import { child, node } from '../../wire/node.ts';
import { parseJid } from '../../wire/jid.ts';
import { block } from '../block.ts';
import type { LoggedIn, Server } from '../server.ts';
import type { Answer } from './answer.ts';

/** Whom somebody has blocked, and changes of that. */
export function answerBlocklist(server: Server, { account, device }: LoggedIn, query: Node): Answer {
  const { world } = server;
  const item = child(query, 'item');
  if (item) {
    const other = world.accountOf(parseJid(item.attrs.jid));
    if (!other) return { error: 404, text: 'item-not-found' };
    block(server, account, other, item.attrs.action === 'block', device.row.id);
    return undefined;
  }
  const blocked = [...(account.row.blocked ?? [])].map((number) => world.accounts.get(number));
  const items = blocked.flatMap((each) => (each ? [node('item', { jid: world.jid(each, 0, 'pn') })] : []));
  return [node('list', { dhash: String(items.length) }, items)];
}

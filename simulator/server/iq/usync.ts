import type { Account } from '../../state/account.ts';
import type { World } from '../../state/world.ts';
import type { Node } from '../../wire/node.ts';
import { bytes, child, children, node } from '../../wire/node.ts';
import { parseJid, SERVER } from '../../wire/jid.ts';
import type { LoggedIn, Server } from '../server.ts';

/** Who somebody is: whether the number exists, its devices, its LID. */
export function answerUsync({ world }: Server, _who: LoggedIn, query: Node) {
  const usync = child(query, 'usync');
  const asked = children(child(usync, 'query')).map(({ tag }) => tag);
  const users = children(child(usync, 'list'), 'user').map((user) => answerUser(world, asked, user));
  const list = node(
    'list',
    {},
    users.filter((user) => user !== undefined),
  );
  return [node('usync', { sid: usync?.attrs.sid, mode: usync?.attrs.mode, index: 0, last: 'true' }, [list])];
}

function answerUser(world: World, asked: string[], user: Node): Node | undefined {
  const phone = bytes(child(user, 'contact')).toString().replace('+', '');
  const jid = user.attrs.jid ?? (phone ? `${phone}@${SERVER}` : undefined);
  const account = world.accountOf(parseJid(jid));
  const parts: Node[] = [];
  if (asked.includes('contact')) parts.push(node('contact', { type: account ? 'in' : 'out' }));
  if (account && asked.includes('devices')) parts.push(devices(world, account));
  if (account && asked.includes('lid')) parts.push(node('lid', { val: world.jid(account, 0, 'lid') }));
  if (account && asked.includes('status'))
    parts.push(node('status', { t: world.now() }, Buffer.from(account.row.about ?? '')));
  return jid ? node('user', { jid }, parts) : undefined;
}

function devices(world: World, account: Account): Node {
  const linked = [...account.devices.values()].map(({ row }) =>
    node('device', { id: row.id, 'key-index': row.keyIndex }),
  );
  const list = node('device-list', { hash: '2:sim' }, [node('device', { id: 0 }), ...linked]);
  return node('devices', {}, [list, node('key-index-list', { ts: world.now() })]);
}

import { children, child, node } from '../../wire/node.ts';
import type { Node } from '../../wire/node.ts';
import type { LoggedIn, Server } from '../server.ts';

const SETTINGS = {
  readreceipts: 'all',
  profile: 'all',
  status: 'contacts',
  online: 'all',
  last: 'all',
  groupadd: 'all',
  calladd: 'all',
};

/** Privacy settings, and the tokens that clients issue to those they write to. */
export function answerPrivacy(_server: Server, _who: LoggedIn, query: Node) {
  const tokens = child(query, 'tokens');
  if (tokens)
    return [
      node(
        'tokens',
        {},
        children(tokens, 'token').map(({ attrs }) => node('token', attrs)),
      ),
    ];
  if (query.attrs.type === 'set') return undefined;
  const categories = Object.entries(SETTINGS).map(([name, value]) => node('category', { name, value }));
  return [node('privacy', {}, categories)];
}

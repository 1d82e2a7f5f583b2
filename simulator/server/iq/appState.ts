import type { Node } from '../../wire/node.ts';
import { child, children, node } from '../../wire/node.ts';
import type { LoggedIn, Server } from '../server.ts';

/** The state that devices share: every collection is at the version the device has, with nothing new. */
export function answerAppState(_server: Server, _who: LoggedIn, query: Node) {
  const collections = children(child(query, 'sync'), 'collection').map(({ attrs }) =>
    node('collection', { name: attrs.name, version: attrs.version ?? 0 }),
  );
  return [node('sync', {}, collections)];
}

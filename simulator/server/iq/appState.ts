import type { Collection } from '../../state/collection.ts';
import type { Node } from '../../wire/node.ts';
import { bytes, child, children, node } from '../../wire/node.ts';
import { announcePatch } from '../announcePatch.ts';
import type { LoggedIn, Server } from '../server.ts';

/** The state that devices share: takes a patch that follows the last one, and gives those that a device lacks. */
export function answerAppState(server: Server, who: LoggedIn, query: Node) {
  const collections = children(child(query, 'sync'), 'collection').map((asked) => answer(server, who, asked));
  return [node('sync', {}, collections)];
}

function answer(server: Server, { account, device }: LoggedIn, asked: Node): Node {
  const { name = '', version: known = '0' } = asked.attrs;
  const collection = account.shared.get(name);
  const patch = bytes(child(asked, 'patch'));
  if (patch.length === 0) return patchesAfter(collection, Number(known));
  if (Number(known) !== collection.patches.length) {
    const conflict = node('error', { code: 409, text: 'conflict' });
    return node('collection', { name, version: collection.patches.length, type: 'error' }, [conflict]);
  }
  collection.patches.push(patch);
  account.shared.save(collection);
  server.phones.get(account.number)?.takePatch(collection);
  announcePatch(account, collection, device.row.id);
  return node('collection', { name, version: collection.patches.length });
}

function patchesAfter({ name, patches }: Collection, known: number): Node {
  const missing = patches.slice(known).map((patch) => node('patch', {}, patch));
  const content = missing.length > 0 ? [node('patches', {}, missing)] : undefined;
  return node('collection', { name, version: missing.length > 0 ? known : patches.length }, content);
}

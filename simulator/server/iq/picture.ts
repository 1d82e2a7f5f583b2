import { createHash } from 'node:crypto';
import type { Node } from '../../wire/node.ts';
import { bytes, child, node } from '../../wire/node.ts';
import { parseJid } from '../../wire/jid.ts';
import { changePicture } from '../changePicture.ts';
import type { LoggedIn, Server } from '../server.ts';
import type { Answer } from './answer.ts';

/** Profile pictures: where somebody's is to be had, or one's own new one. */
export function answerPicture(server: Server, { account }: LoggedIn, query: Node): Answer {
  const { target, to } = query.attrs;
  if (query.attrs.type === 'set') {
    if (target !== undefined && server.world.accountOf(parseJid(target)) !== account)
      return { error: 403, text: 'forbidden' };
    const picture = child(query, 'picture');
    changePicture(server, account, picture && bytes(picture));
    return [node('picture', { id: account.row.picture })];
  }
  const owner = server.world.accountOf(parseJid(target ?? to));
  if (!owner?.row.picture || owner.blocks(account.number)) return { error: 404, text: 'item-not-found' };
  const directPath = `/v/${owner.row.picture}`;
  const id = createHash('md5').update(owner.row.picture).digest().readUInt32BE();
  return [
    node('picture', { id, type: 'image', url: `https://${server.mediaHost}${directPath}`, direct_path: directPath }),
  ];
}

import type { Node } from '../wire/node.ts';
import { bytes } from '../wire/node.ts';

/** How far from the end a bit is turned: in the MAC of a message, in the one within a first message, in a signature's. */
const FROM_END: Record<string, number> = { msg: 1, pkmsg: 10 };

/** A ciphertext that cannot be read any more. */
export function damage(enc: Node): Node {
  const content = Buffer.from(bytes(enc));
  // In a group message it is the key's id: clients do not look at the signature.
  const at = enc.attrs.type === 'skmsg' ? 2 : content.length - (FROM_END[enc.attrs.type ?? ''] ?? 1);
  content[at] = (content[at] ?? 0) ^ 1;
  return { ...enc, content };
}

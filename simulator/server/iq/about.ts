import type { Node } from '../../wire/node.ts';
import { bytes, child } from '../../wire/node.ts';
import type { LoggedIn, Server } from '../server.ts';

/** The line that somebody has about themselves. */
export function answerAbout(_server: Server, { account }: LoggedIn, query: Node): undefined {
  account.row.about = bytes(child(query, 'status')).toString();
  account.save();
}

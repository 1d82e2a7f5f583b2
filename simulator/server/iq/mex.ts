import { node } from '../../wire/node.ts';
import { standingOf } from '../restriction.ts';
import type { LoggedIn, Server } from '../server.ts';

/** Structured queries: whether the account is restricted; there is no cap. */
export function answerMex(server: Server, { account }: LoggedIn) {
  const standing = standingOf(server, account.number);
  const data = { xwa2_fetch_account_reachout_timelock: standing, xwa2_message_capping_info: {} };
  return [node('result', {}, Buffer.from(JSON.stringify({ data })))];
}

import { node } from '../../wire/node.ts';
import { standingOf } from '../restriction.ts';
import type { LoggedIn, Server } from '../server.ts';

/** Structured queries: whether the account is restricted or capped. */
export const answerMex = (server: Server, { account }: LoggedIn) => [
  node('result', {}, Buffer.from(JSON.stringify({ data: standingOf(server, account.number) }))),
];

import type { Node } from '../../wire/node.ts';
import { child, node } from '../../wire/node.ts';
import { SERVER_JID } from '../../wire/jid.ts';
import { previewOffline } from '../offline.ts';
import type { LoggedIn, Server } from '../server.ts';
import { answerAppState } from './appState.ts';
import { answerEncrypt } from './encrypt.ts';
import { answerMd } from './md.ts';
import { answerMedia } from './media.ts';
import { answerMex } from './mex.ts';
import { answerPrivacy } from './privacy.ts';
import { answerProps } from './props.ts';
import { answerUsync } from './usync.ts';

/** A query's answer: what stands in the result, or an error. Nothing means an empty result. */
export type Answer = Node[] | { error: number; text: string } | undefined;

/** Answers the queries of one family. */
type Family = (server: Server, who: LoggedIn, query: Node) => Answer;

const FAMILIES: Record<string, Family> = {
  abt: answerProps,
  blocklist: () => [node('list', { dhash: 'sim' })],
  encrypt: answerEncrypt,
  md: answerMd,
  privacy: answerPrivacy,
  usync: answerUsync,
  'w:m': answerMedia,
  'w:mex': answerMex,
  'w:profile:picture': () => ({ error: 404, text: 'item-not-found' }),
  'w:sync:app:state': answerAppState,
};

/** Answers a query; what needs no content (pings, statistics, clean bits) gets an empty result. */
export function answerIq(server: Server, who: LoggedIn, query: Node): void {
  const { id, type, xmlns } = query.attrs;
  if (type !== 'get' && type !== 'set' && xmlns !== 'w:stats') return;
  const answer = FAMILIES[xmlns ?? '']?.(server, who, query);
  const failed = answer !== undefined && 'error' in answer;
  const content = failed ? [node('error', { code: answer.error, text: answer.text })] : answer;
  who.connection.send(node('iq', { from: SERVER_JID, type: failed ? 'error' : 'result', id }, content));
  // A device that wakes up hears what is waiting, after the result.
  if (xmlns === 'passive' && child(query, 'active')) previewOffline(who);
}

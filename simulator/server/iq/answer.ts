import type { Node } from '../../wire/node.ts';
import { child, node } from '../../wire/node.ts';
import { SERVER_JID } from '../../wire/jid.ts';
import { previewOffline } from '../offline.ts';
import type { LoggedIn, Server } from '../server.ts';
import { answerAppState } from './appState.ts';
import { answerAbout } from './about.ts';
import { answerBlocklist } from './blocklist.ts';
import { answerEncrypt } from './encrypt.ts';
import { answerGroups } from './groups.ts';
import { answerMd } from './md.ts';
import { answerMedia } from './media.ts';
import { answerMex } from './mex.ts';
import { answerPicture } from './picture.ts';
import { answerPrivacy } from './privacy.ts';
import { answerProps } from './props.ts';
import { answerUsync } from './usync.ts';

/** A query's answer: what stands in the result, or an error. Nothing means an empty result. */
export type Answer = Node[] | { error: number; text: string } | undefined;

/** Answers the queries of one family. */
type Family = (server: Server, who: LoggedIn, query: Node) => Answer;

/** What needs no content in its answer: pings, statistics, clean bits. */
const nothing: Family = () => undefined;

const FAMILIES: Record<string, Family> = {
  abt: answerProps,
  blocklist: answerBlocklist,
  encrypt: answerEncrypt,
  md: answerMd,
  privacy: answerPrivacy,
  usync: answerUsync,
  passive: nothing,
  'urn:xmpp:whatsapp:dirty': nothing,
  'w:p': nothing,
  'w:stats': nothing,
  'w:g2': answerGroups,
  'w:m': answerMedia,
  'w:mex': answerMex,
  'w:profile:picture': answerPicture,
  status: answerAbout,
  'w:sync:app:state': answerAppState,
};

function answerFamily(server: Server, who: LoggedIn, query: Node, family: Family | undefined): Answer {
  if (family && query.attrs.id) return family(server, who, query);
  server.world.malformed(family ? 'query without an id' : 'unknown query');
  return { error: 501, text: 'feature-not-implemented' };
}

/** The stanza that answers the query with this id. */
export function answerNode(id: string | undefined, answer: Answer): Node {
  if (answer === undefined || !('error' in answer)) return node('iq', { from: SERVER_JID, type: 'result', id }, answer);
  const error = node('error', { code: answer.error, text: answer.text });
  return node('iq', { from: SERVER_JID, type: 'error', id }, [error]);
}

/** Answers a query. What this server does not know is refused and counted. */
export function answerIq(server: Server, who: LoggedIn, query: Node): void {
  const { id, type, xmlns = '' } = query.attrs;
  if (type === 'result' || type === 'error') return;
  const answer = answerFamily(server, who, query, FAMILIES[xmlns]);
  who.connection.send(answerNode(id, answer));
  // A device that wakes up hears what is waiting, after the result.
  if (xmlns === 'passive' && child(query, 'active')) previewOffline(who);
}

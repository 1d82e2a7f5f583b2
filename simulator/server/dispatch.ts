import type { Node } from '../wire/node.ts';
import { child, node } from '../wire/node.ts';
import { SERVER_JID } from '../wire/jid.ts';
import type { Connection, Hello } from './connection.ts';
import { settleAck } from './acks.ts';
import { answerIq, answerNode } from './iq/answer.ts';
import { takeLinkCode } from './linkCode.ts';
import { login } from './login.ts';
import { relayMessage } from './messages.ts';
import { sendOffline } from './offline.ts';
import { routeReceipt } from './receipts.ts';
import { takeChatState, takePresence } from './presence.ts';
import { startRegistration } from './registration.ts';
import { isOlder } from './rules.ts';
import type { LoggedIn, Server } from './server.ts';
import { failure } from './streamErrors.ts';

type Handler = (server: Server, who: LoggedIn, stanza: Node) => void;

const HANDLERS: Record<string, Handler> = {
  iq: answerIq,
  message: relayMessage,
  receipt: routeReceipt,
  ack: settleAck,
  ib: (server, who, stanza) => {
    if (child(stanza, 'offline_batch')) sendOffline(server, who);
  },
  presence: takePresence,
  chatstate: takeChatState,
};

/** A connection has proven its key: it logs in, or it wants to be linked. */
export function onHello(server: Server, connection: Connection, hello: Hello): void {
  const { primary, secondary, tertiary } = hello.payload.userAgent?.appVersion ?? {};
  if (isOlder([primary ?? 0, secondary ?? 0, tertiary ?? 0], server.rules.oldestClient))
    connection.finish(failure(405));
  else if (hello.payload.devicePairingData) startRegistration(server, connection, hello);
  else login(server, connection, hello);
}

/** Hands a stanza to what deals with its kind. After the server's last word nothing is taken any more. */
export function onNode(server: Server, connection: Connection, stanza: Node): void {
  const { world } = server;
  const who = server.sessions.get(connection);
  if (connection.superseded) world.counters.supersededStanzas += 1;
  else if (connection.ended) return;
  else if (!who) onUnlinked(server, connection, stanza);
  else if (HANDLERS[stanza.tag]) HANDLERS[stanza.tag]?.(server, who, stanza);
  else world.malformed('unknown stanza');
}

/** What a device may say before it is linked: its pairing, pings, and that it has heard. */
function onUnlinked(server: Server, connection: Connection, stanza: Node): void {
  const link = server.links.get(connection);
  const { id, type, xmlns } = stanza.attrs;
  if (!link) return;
  if (child(stanza, 'pair-device-sign')) link.onSigned?.(stanza);
  else if (child(stanza, 'link_code_companion_reg')) {
    const answer = takeLinkCode(server, link, stanza);
    if (answer !== 'later') connection.send(answerNode(id, answer));
  } else if (xmlns === 'w:p') connection.send(node('iq', { from: SERVER_JID, type: 'result', id }));
  else if (stanza.tag === 'message' || stanza.tag === 'receipt' || type === 'get' || type === 'set')
    server.world.malformed('spoke before it was linked');
}

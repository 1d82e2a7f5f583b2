import type { Node } from '../wire/node.ts';
import { child } from '../wire/node.ts';
import type { Connection, Hello } from './connection.ts';
import { settleAck } from './acks.ts';
import { answerIq } from './iq/answer.ts';
import { login } from './login.ts';
import { relayMessage } from './messages.ts';
import { sendOffline } from './offline.ts';
import { routeReceipt } from './receipts.ts';
import { startRegistration } from './registration.ts';
import type { Server } from './server.ts';

/** A connection has proven its key: it logs in, or it wants to be linked. */
export function onHello(server: Server, connection: Connection, hello: Hello): void {
  if (hello.payload.devicePairingData) startRegistration(server, connection, hello);
  else login(server, connection, hello);
}

/** Hands a stanza to what deals with its kind. After the server's last word nothing is taken any more. */
export function onNode(server: Server, connection: Connection, stanza: Node): void {
  const who = server.sessions.get(connection);
  if (connection.superseded) server.world.counters.supersededStanzas += 1;
  else if (connection.ended) return;
  else if (!who) onUnlinked(server, connection, stanza);
  else if (stanza.tag === 'iq') answerIq(server, who, stanza);
  else if (stanza.tag === 'message') relayMessage(server, who, stanza);
  else if (stanza.tag === 'receipt') routeReceipt(server, who, stanza);
  else if (stanza.tag === 'ack') settleAck(server, who, stanza);
  else if (stanza.tag === 'ib' && child(stanza, 'offline_batch')) sendOffline(server, who);
  // Presence, chat states and telemetry need no answer.
}

function onUnlinked(server: Server, connection: Connection, stanza: Node): void {
  if (child(stanza, 'pair-device-sign')) server.links.get(connection)?.onSigned?.(stanza);
}

import { randomBytes } from 'node:crypto';
import { SERVER_JID } from '../wire/jid.ts';
import { node } from '../wire/node.ts';
import type { PendingLink } from './registration.ts';
import type { Server } from './server.ts';
import { stanzaId } from './server.ts';

/** Tells a device that was scanned that it has to prove itself with a passkey. Its code is used up all the same. */
export function askForPasskey({ world }: Server, link: PendingLink): void {
  link.refs.clear();
  const options = JSON.stringify({ challenge: randomBytes(32).toString('base64url'), rpId: 'whatsapp.com' });
  const request = node('passkey_request_options', {}, Buffer.from(options));
  const attrs = { from: SERVER_JID, id: stanzaId(), type: 'passkey_prologue_request', t: world.now() };
  link.connection.send(node('notification', attrs, [request]));
}

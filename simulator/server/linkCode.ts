import { parseJid, SERVER_JID } from '../wire/jid.ts';
import type { Node } from '../wire/node.ts';
import { bytes, child, node } from '../wire/node.ts';
import type { Answer } from './iq/answer.ts';
import type { PendingLink } from './registration.ts';
import type { Server } from './server.ts';
import { stanzaId } from './server.ts';

/** A pairing code that a device shows, as far as the server knows of it. */
export type LinkCode = {
  number: string;
  wrappedEphemeral: Buffer;
  ref: Buffer;
  until: number;
  /** Takes the device's key bundle once a phone has answered. */
  onFinish?: ((bundle: KeyBundle) => void) | undefined;
};

/** The device's last word in pairing by code; the phone says whether it could open it. */
export type KeyBundle = { content: Buffer; answer: (fits: boolean) => void };

const FINISH_WITHIN_MS = 20_000;
const PLATFORMS =
  /^(Chrome|Edge|Firefox|IE|Opera|Safari|Desktop) \((Mac OS|Windows|Ubuntu|Linux|Debian|Android|iOS)\)$/;

/** The device that shows a pairing code for this number. */
export function linkByNumber(server: Server, number: string): PendingLink | undefined {
  return [...server.links.values()].findLast((link) => link.code?.number === number);
}

/** Takes what an unlinked device says about pairing by code. Nothing means that the answer comes later. */
export function takeLinkCode(server: Server, link: PendingLink, query: Node): Answer | 'later' {
  const registration = child(query, 'link_code_companion_reg');
  if (registration?.attrs.stage === 'companion_hello') return hello(server, link, registration);
  if (registration?.attrs.stage === 'companion_finish') return finish(server, link, registration, query);
  server.world.malformed('unknown stage of pairing by code');
  return { error: 400, text: 'bad-request' };
}

function hello(server: Server, link: PendingLink, registration: Node): Answer {
  const { world } = server;
  const account = world.accountOf(parseJid(registration.attrs.jid));
  const wrappedEphemeral = bytes(child(registration, 'link_code_pairing_wrapped_companion_ephemeral_pub'));
  const noiseKey = bytes(child(registration, 'companion_server_auth_key_pub'));
  if (wrappedEphemeral.length !== 80 || !noiseKey.equals(link.registration.noiseKey)) {
    world.malformed('wrong keys in a request for a pairing code');
    return { error: 400, text: 'bad-request' };
  }
  // The real server refuses names of browsers that do not exist, which the client does not notice.
  const platform = bytes(child(registration, 'companion_platform_display')).toString();
  if (!account || !PLATFORMS.test(platform)) return { error: account ? 400 : 404, text: 'bad-request' };
  const ref = Buffer.from(stanzaId());
  const until = Date.now() + server.rules.pairingCodeSeconds * 1000;
  link.code = { number: account.number, wrappedEphemeral, ref, until };
  account.announce('pairing-code', {});
  return [node('link_code_companion_reg', { stage: 'companion_hello' }, [node('link_code_pairing_ref', {}, ref)])];
}

function finish({ world }: Server, { code, connection }: PendingLink, registration: Node, query: Node) {
  const ref = bytes(child(registration, 'link_code_pairing_ref'));
  if (!code?.onFinish || !ref.equals(code.ref)) {
    world.malformed('pairing by code finished before a phone had answered');
    return { error: 400, text: 'bad-request' };
  }
  const { onFinish } = code;
  code.onFinish = undefined;
  const answer = (fits: boolean) => {
    const content = fits ? undefined : [node('error', { code: 401, text: 'not-authorized' })];
    connection.send(node('iq', { from: SERVER_JID, type: fits ? 'result' : 'error', id: query.attrs.id }, content));
  };
  onFinish({ content: bytes(child(registration, 'link_code_pairing_wrapped_key_bundle')), answer });
  return 'later' as const;
}

/** Hands the phone's half to the device and waits for the device's key bundle. */
export function askToFinish(
  server: Server,
  link: PendingLink,
  primary: { wrappedEphemeral: Buffer; identity: Buffer },
): Promise<KeyBundle> {
  const { code } = link;
  const finished = new Promise<KeyBundle>((resolve, reject) => {
    if (code) code.onFinish = resolve;
    link.onGone = () => reject(new Error('the device closed its connection'));
    setTimeout(() => reject(new Error('the device did not answer in time')), FINISH_WITHIN_MS).unref();
  });
  const parts = [
    node('link_code_pairing_wrapped_primary_ephemeral_pub', {}, primary.wrappedEphemeral),
    node('primary_identity_pub', {}, primary.identity),
    node('link_code_pairing_ref', {}, code?.ref),
  ];
  const attrs = { from: SERVER_JID, id: stanzaId(), type: 'link_code_companion_reg', t: server.world.now() };
  link.connection.send(
    node('notification', attrs, [node('link_code_companion_reg', { stage: 'primary_hello' }, parts)]),
  );
  return finished;
}

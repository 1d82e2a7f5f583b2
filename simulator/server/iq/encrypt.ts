import type { Bundle } from '../../phone/signal/agreement.ts';
import { typed, verify } from '../../wire/curve.ts';
import type { Node } from '../../wire/node.ts';
import { bytes, child, children, node, uint, uintBytes } from '../../wire/node.ts';
import { parseJid } from '../../wire/jid.ts';
import { takeBundle } from '../bundles.ts';
import type { LoggedIn, Server } from '../server.ts';
import type { Answer } from './answer.ts';

/** Prekeys: how many there are, their digest, an upload, a new signed prekey, or somebody's bundle. */
export function answerEncrypt(server: Server, who: LoggedIn, query: Node): Answer {
  const { device } = who;
  const first = child(query);
  if (!first) return refuse(server, 'a question about keys without a question');
  if (query.attrs.type === 'set')
    return child(query, 'rotate') ? rotate(server, who, query) : upload(server, who, query);
  if (first?.tag === 'count') return [node('count', { value: device.preKeys.size })];
  if (first?.tag === 'digest') return [digest(who)];
  const users = children(first, 'user').map(({ attrs }) => answerUser(server, attrs.jid ?? ''));
  return [node('list', {}, users)];
}

function answerUser(server: Server, jid: string): Node {
  const bundle = takeBundle(server, parseJid(jid));
  if (!bundle) return node('user', { jid }, [node('error', { code: 404, text: 'item-not-found' })]);
  return node('user', { jid }, bundleNodes(bundle));
}

/** A bundle as the wire has it. */
export function bundleNodes({ registrationId, identity, signedPreKey, preKey }: Bundle): Node[] {
  const nodes = [
    node('registration', {}, uintBytes(registrationId, 4)),
    node('type', {}, Buffer.from([5])),
    node('identity', {}, identity),
    keyNode('skey', signedPreKey.id, signedPreKey.public, signedPreKey.signature),
  ];
  if (preKey) nodes.push(keyNode('key', preKey.id, preKey.public));
  return nodes;
}

function keyNode(tag: string, id: number, value: Buffer, signature?: Buffer): Node {
  const parts = [node('id', {}, uintBytes(id, 3)), node('value', {}, value)];
  if (signature) parts.push(node('signature', {}, signature));
  return node(tag, {}, parts);
}

function upload(server: Server, { device }: LoggedIn, query: Node): Answer {
  if (!bytes(child(query, 'identity')).equals(device.row.identity)) return refuse(server, 'another identity');
  if (uint(child(query, 'registration')) !== device.row.registrationId)
    return refuse(server, 'another registration id');
  const refused = takeSignedPreKey(server, device.row, child(query, 'skey'));
  if (refused) return refused;
  device.save();
  for (const key of children(child(query, 'list'), 'key')) {
    const [id, value] = [uint(child(key, 'id')), bytes(child(key, 'value'))];
    if (value.length !== 32 || id === 0) return refuse(server, 'a prekey that is none');
    if (!device.addPreKey(id, value)) return refuse(server, 'a prekey under an id that was used before');
  }
  return undefined;
}

function rotate(server: Server, { device }: LoggedIn, query: Node): Answer {
  const refused = takeSignedPreKey(server, device.row, child(child(query, 'rotate'), 'skey'));
  if (!refused) device.save();
  return refused;
}

function takeSignedPreKey(server: Server, row: LoggedIn['device']['row'], skey: Node | undefined): Answer {
  const key = bytes(child(skey, 'value'));
  const signature = bytes(child(skey, 'signature'));
  if (!verify(row.identity, typed(key), signature)) return refuse(server, 'the signed prekey is not the device’s own');
  row.signedPreKey = { id: uint(child(skey, 'id')), public: key, signature };
  return undefined;
}

function refuse(server: Server, text: string): Answer {
  server.world.malformed(text);
  return { error: 406, text };
}

function digest({ device: { row, preKeys } }: LoggedIn): Node {
  const ids = [...preKeys.keys()].map((id) => node('id', {}, uintBytes(id, 3)));
  return node('digest', {}, [
    node('registration', {}, uintBytes(row.registrationId, 4)),
    node('type', {}, Buffer.from([5])),
    node('identity', {}, row.identity),
    keyNode('skey', row.signedPreKey.id, row.signedPreKey.public, row.signedPreKey.signature),
    node('list', {}, ids),
  ]);
}

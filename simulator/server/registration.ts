import { randomBytes } from 'node:crypto';
import type { Account } from '../state/account.ts';
import { Device } from '../state/device.ts';
import type { DeviceRow } from '../state/device.ts';
import { typed, verify } from '../wire/curve.ts';
import type { Node } from '../wire/node.ts';
import { bytes, child, node } from '../wire/node.ts';
import { SERVER_JID } from '../wire/jid.ts';
import type { Connection, Hello } from './connection.ts';
import { decodeIdentity } from './deviceIdentity.ts';
import { announceDevices } from './deviceNotice.ts';
import type { LinkCode } from './linkCode.ts';
import type { Server } from './server.ts';
import { stanzaId } from './server.ts';
import { failure, streamError } from './streamErrors.ts';

const FIRST_REF_MS = 60_000;
const NEXT_REF_MS = 20_000;
const GRACE_MS = 10_000;
const SIGN_WITHIN_MS = 20_000;

/** The keys a device registers with, before it belongs to anybody. */
type Registration = Pick<DeviceRow, 'noiseKey' | 'identity' | 'registrationId' | 'signedPreKey'>;

/** A device that shows a QR code and waits for a phone. */
export type PendingLink = {
  connection: Connection;
  registration: Registration;
  /** Until when each ref is good. A scanned link has none left. */
  refs: Map<string, number>;
  /** The pairing code that it shows instead of a QR code. */
  code?: LinkCode;
  /** Takes the device's reply once a phone has scanned. */
  onSigned?: (stanza: Node) => void;
  onGone?: (() => void) | undefined;
};

/** Lets a device that is not linked show QR codes. Its signed prekey must be its own. */
export function startRegistration(server: Server, connection: Connection, { clientStatic, payload }: Hello): void {
  const data = payload.devicePairingData;
  const signedPreKey = {
    id: Buffer.from(data?.eSkeyId ?? [0]).readUIntBE(0, data?.eSkeyId?.length ?? 1),
    public: Buffer.from(data?.eSkeyVal ?? []),
    signature: Buffer.from(data?.eSkeySig ?? []),
  };
  const identity = Buffer.from(data?.eIdent ?? []);
  if (!verify(identity, typed(signedPreKey.public), signedPreKey.signature)) {
    server.world.malformed('signed prekey of a new device not its own');
    connection.finish(failure(400));
    return;
  }
  const registrationId = Buffer.from(data?.eRegid ?? [0, 0, 0, 0]).readUInt32BE();
  const link: PendingLink = {
    connection,
    registration: { noiseKey: clientStatic, identity, registrationId, signedPreKey },
    refs: new Map(),
  };
  const refs = Array.from({ length: server.rules.refs }, (_, index) => {
    const ref = `2@${randomBytes(66).toString('base64')}`;
    link.refs.set(ref, Date.now() + FIRST_REF_MS + index * NEXT_REF_MS + GRACE_MS);
    return node('ref', {}, Buffer.from(ref));
  });
  server.links.set(connection, link);
  const attrs = { from: SERVER_JID, type: 'set', id: stanzaId(), xmlns: 'md' };
  connection.send(node('iq', attrs, [node('pair-device', {}, refs)]));
}

/** The link that shows this ref now. */
export function linkByRef(server: Server, ref: string): PendingLink | undefined {
  for (const link of server.links.values()) if ((link.refs.get(ref) ?? 0) > Date.now()) return link;
  return undefined;
}

/** A device that wanted to be linked has gone. */
export function endLink(server: Server, connection: Connection): void {
  server.links.get(connection)?.onGone?.();
  server.links.delete(connection);
}

/** What a phone hands to the server when it accepts a device. */
export type Approval = {
  account: Account;
  keyIndex: number;
  deviceIdentity: Buffer;
  details: Buffer;
  signature: Buffer;
};

/** Tells the device that it was accepted, waits for its signature and checks it. Answers the new device. */
export function finishLink(server: Server, link: PendingLink, approval: Approval): Promise<Device> {
  const { account, deviceIdentity } = approval;
  const { world } = server;
  const id = account.row.nextDeviceId++;
  account.save();
  link.refs.clear();
  const success = node('pair-success', {}, [
    node('device-identity', {}, deviceIdentity),
    node('device', { jid: world.jid(account, id, 'pn'), lid: world.jid(account, id, 'lid') }),
    node('platform', { name: 'android' }),
  ]);
  const signed = new Promise<Device>((resolve, reject) => {
    link.onGone = () => reject(new Error('the device closed its connection before it had signed'));
    setTimeout(() => reject(new Error('the device did not sign in time')), SIGN_WITHIN_MS).unref();
    link.onSigned = (stanza) => {
      if (!checkSignature(link, approval, stanza)) {
        world.malformed('device identity signed wrongly');
        link.connection.finish(streamError(401));
        reject(new Error('the device signed its identity wrongly'));
        return;
      }
      link.onGone = undefined;
      resolve(register(server, link, approval, id));
    };
  });
  link.connection.send(node('iq', { from: SERVER_JID, type: 'set', id: stanzaId(), xmlns: 'md' }, [success]));
  return signed;
}

function register(server: Server, link: PendingLink, { account, keyIndex }: Approval, id: number): Device {
  const row = { number: account.number, id, keyIndex, ...link.registration, welcomed: false };
  const device = new Device(row, server.world.store);
  account.devices.set(id, device);
  device.save();
  announceDevices(server, account, 'add', [id]);
  account.announce('linked', { deviceId: id });
  // A client that links logs in anew with what it now is.
  link.connection.finish(streamError(515));
  return device;
}

function checkSignature(link: PendingLink, { account, keyIndex, details, signature }: Approval, stanza: Node): boolean {
  const { identity } = link.registration;
  const own = account.row.identity.public;
  const reply = child(child(stanza, 'pair-device-sign'), 'device-identity');
  const signed = decodeIdentity(bytes(reply));
  const same = Buffer.from(signed.details ?? []).equals(details) && reply?.attrs['key-index'] === String(keyIndex);
  const accountSigned = Buffer.from(signed.accountSignature ?? []).equals(signature);
  const message = Buffer.concat([Buffer.from([6, 1]), details, identity, own]);
  return same && accountSigned && verify(identity, message, Buffer.from(signed.deviceSignature ?? []));
}

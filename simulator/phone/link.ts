import { createHmac, randomInt } from 'node:crypto';
import { proto } from '@whiskeysockets/baileys';
import { askForPasskey } from '../server/askForPasskey.ts';
import type { Approval, PendingLink } from '../server/registration.ts';
import { finishLink, linkByRef } from '../server/registration.ts';
import type { Device } from '../state/device.ts';
import { sign } from '../wire/curve.ts';
import type { Phone } from './phone.ts';
import { readQr } from './qr.ts';

/** Why a phone did not link a device. */
export class LinkRefused extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Links the device that shows this QR text: signs its identity, and waits until it has signed in return. */
export async function linkDevice(phone: Phone, text: string): Promise<Device> {
  const qr = readQr(text);
  if (!qr) throw new LinkRefused('not_a_qr', 'qr is not the text of a WhatsApp linking code');
  const link = linkByRef(phone.server, qr.ref);
  if (!link) throw new LinkRefused('stale_ref', 'qr is no longer shown by any device: take its current one');
  const { noiseKey, identity } = link.registration;
  if (!noiseKey.equals(qr.noiseKey) || !identity.equals(qr.identity))
    throw new LinkRefused('wrong_keys', 'qr does not carry the keys of the device that shows it');
  refusePasskey(phone, link);
  return finishLink(phone.server, link, approveDevice(phone, identity, qr.advSecret)).catch((error: Error) => {
    throw new LinkRefused('not_signed', error.message);
  });
}

/** A phone that demands a passkey asks the device for it and links nothing: clients of today cannot show one. */
export function refusePasskey({ account, server }: Phone, link: PendingLink): void {
  if (!server.rules.passkey.some((each) => each === 'all' || each === account.number)) return;
  askForPasskey(server, link);
  throw new LinkRefused('passkey_required', 'this phone links a device only with a passkey');
}

/** Signs for a device, sealed with the secret that only it and this phone know. */
export function approveDevice({ account }: Pick<Phone, 'account'>, identity: Buffer, advSecret: Buffer): Approval {
  const own = account.row.identity;
  const keyIndex = account.row.nextDeviceId;
  const details = Buffer.from(
    proto.ADVDeviceIdentity.encode({
      rawId: randomInt(1, 2 ** 31),
      timestamp: Math.floor(Date.now() / 1000),
      keyIndex,
    }).finish(),
  );
  const signature = sign(own.private, Buffer.concat([Buffer.from([6, 0]), details, identity]));
  const signed = proto.ADVSignedDeviceIdentity.encode({
    details,
    accountSignatureKey: own.public,
    accountSignature: signature,
  }).finish();
  const hmac = createHmac('sha256', advSecret).update(signed).digest();
  const deviceIdentity = Buffer.from(proto.ADVSignedDeviceIdentityHMAC.encode({ details: signed, hmac }).finish());
  return { account, keyIndex, deviceIdentity, details, signature };
}

import { proto } from '@whiskeysockets/baileys';
import type { Account } from '../state/account.ts';
import type { Device } from '../state/device.ts';
import { verify } from '../wire/curve.ts';

/** Whether these bytes are a device's identity: signed by its account and by itself. What was proven once is known. */
export function provesIdentity(account: Account, device: Device, data: Buffer): boolean {
  if (device.provenIdentity?.equals(data)) return true;
  const own = account.row.identity.public;
  const { details, accountSignatureKey, accountSignature, deviceSignature } = decodeIdentity(data);
  const [signed, byAccount, byDevice, key] = [details, accountSignature, deviceSignature, accountSignatureKey].map(
    (each) => Buffer.from(each ?? []),
  );
  if (!signed || !byAccount || !byDevice || !key?.equals(own)) return false;
  const { identity } = device.row;
  const accountMessage = Buffer.concat([Buffer.from([6, 0]), signed, identity]);
  const deviceMessage = Buffer.concat([Buffer.from([6, 1]), signed, identity, own]);
  if (!verify(own, accountMessage, byAccount) || !verify(identity, deviceMessage, byDevice)) return false;
  device.provenIdentity = data;
  return true;
}

/** Reads a signed identity; what is none has no parts. */
export function decodeIdentity(data: Buffer): proto.IADVSignedDeviceIdentity {
  try {
    return proto.ADVSignedDeviceIdentity.decode(data);
  } catch {
    return {};
  }
}

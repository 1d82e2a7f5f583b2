import { createCipheriv, createDecipheriv, hkdfSync, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { askToFinish, linkByNumber } from '../server/linkCode.ts';
import { finishLink } from '../server/registration.ts';
import type { Device } from '../state/device.ts';
import type { KeyPair } from '../wire/curve.ts';
import { generateKeyPair, sharedSecret } from '../wire/curve.ts';
import { approveDevice, LinkRefused, refusePasskey } from './link.ts';
import type { Phone } from './phone.ts';

const derive = promisify(pbkdf2);
const ROUNDS = 131_072;

/** Links the device that asked for a code for this number, if the code is the one that it shows. */
export async function linkByCode(phone: Phone, typed: string): Promise<Device> {
  const code = typed.replaceAll('-', '').toUpperCase();
  const link = linkByNumber(phone.server, phone.account.number);
  if (!link?.code) throw new LinkRefused('no_request', 'code: no device waits for a code of this number');
  if (link.code.until < Date.now()) throw new LinkRefused('expired', 'code: it was asked for too long ago');
  refusePasskey(phone, link);
  const wrapped = link.code.wrappedEphemeral;
  const key = await codeKey(code, wrapped.subarray(0, 32));
  const theirs = createDecipheriv('aes-256-ctr', key, wrapped.subarray(32, 48)).update(wrapped.subarray(48));
  const ephemeral = generateKeyPair();
  // Whether the code is right shows only now: with a wrong one the two sides do not agree on a key.
  const bundle = await askToFinish(phone.server, link, {
    wrappedEphemeral: await wrap(code, ephemeral.public),
    identity: phone.account.row.identity.public,
  }).catch((error: Error) => {
    throw new LinkRefused('not_finished', `code: ${error.message}`);
  });
  const agreed = sharedSecret(ephemeral.private, theirs);
  const opened = openBundle(agreed, bundle);
  const own = phone.account.row.identity;
  if (!opened?.companion.equals(link.registration.identity) || !opened.primary.equals(own.public)) {
    bundle.answer(false);
    throw new LinkRefused('wrong_code', 'code is not the one that the device shows');
  }
  bundle.answer(true);
  const approval = approveDevice(phone, link.registration.identity, advSecret(own, agreed, opened));
  return finishLink(phone.server, link, approval).catch((error: Error) => {
    throw new LinkRefused('not_signed', error.message);
  });
}

type Opened = { companion: Buffer; primary: Buffer; random: Buffer };

function openBundle(agreed: Buffer, { content }: { content: Buffer }): Opened | undefined {
  const [salt, iv] = [content.subarray(0, 32), content.subarray(32, 44)];
  const key = Buffer.from(hkdfSync('sha256', agreed, salt, 'link_code_pairing_key_bundle_encryption_key', 32));
  const decipher = createDecipheriv('aes-256-gcm', key, iv).setAuthTag(content.subarray(-16));
  try {
    const plain = Buffer.concat([decipher.update(content.subarray(44, -16)), decipher.final()]);
    return { companion: plain.subarray(0, 32), primary: plain.subarray(32, 64), random: plain.subarray(64) };
  } catch {
    return undefined;
  }
}

/** The secret that a QR code would have carried. */
function advSecret(own: KeyPair, agreed: Buffer, { companion, random }: Opened): Buffer {
  const secret = Buffer.concat([agreed, sharedSecret(own.private, companion), random]);
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), 'adv_secret', 32));
}

async function wrap(code: string, publicKey: Buffer): Promise<Buffer> {
  const [salt, iv] = [randomBytes(32), randomBytes(16)];
  const cipher = createCipheriv('aes-256-ctr', await codeKey(code, salt), iv);
  return Buffer.concat([salt, iv, cipher.update(publicKey)]);
}

function codeKey(code: string, salt: Buffer): Promise<Buffer> {
  return derive(code, salt, ROUNDS, 32, 'sha256');
}

import type { KeyObject } from 'node:crypto';
import { createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A certificate and its private key, both PEM. */
export type Certified = { certificate: string; key: string };

/** DER, as far as a certificate needs it. */
const tagged = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  const size = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
};
const sequence = (...parts: Uint8Array[]) => tagged(0x30, ...parts);
const oid = (hex: string) => tagged(0x06, Buffer.from(hex, 'hex'));
const octets = (...parts: Uint8Array[]) => tagged(0x04, ...parts);
const bits = (data: Uint8Array) => tagged(0x03, Buffer.from([0]), data);
const time = (date: Date) => tagged(0x18, Buffer.from(date.toISOString().replaceAll(/[-:T]|\.\d+/g, '')));
const YES = Buffer.from([0x01, 0x01, 0xff]);

const ECDSA_SHA256 = sequence(oid('2a8648ce3d040302'));
const COMMON_NAME = oid('550403');
const BASIC_CONSTRAINTS = oid('551d13');
const KEY_USAGE = oid('551d0f');
const ALTERNATIVE_NAME = oid('551d11');
const YEARS = 10 * 365 * 24 * 60 * 60 * 1000;

const AUTHORITY = [
  sequence(BASIC_CONSTRAINTS, YES, octets(sequence(YES))),
  sequence(KEY_USAGE, YES, octets(Buffer.from([0x03, 0x02, 0x01, 0x06]))),
];
const LOOPBACK = [
  sequence(
    ALTERNATIVE_NAME,
    octets(
      sequence(
        tagged(0x82, Buffer.from('localhost')),
        tagged(0x82, Buffer.from('mmg.whatsapp.net')),
        tagged(0x87, Buffer.from([127, 0, 0, 1])),
      ),
    ),
  ),
];

const name = (text: string) => sequence(tagged(0x31, sequence(COMMON_NAME, tagged(0x0c, Buffer.from(text)))));

const OURS = 'WhatsApp simulator CA';

/** A certificate authority that nobody knows yet. Who trusts several tells them apart by their names. */
export function createAuthority(subject = OURS): Certified {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return certify({ subject, publicKey, privateKey, issuer: subject, signer: privateKey, extensions: AUTHORITY });
}

/** A certificate for this machine's loopback, and for the host where clients look for files that name none. */
export function certifyLoopback(authority: Certified, issuer = OURS): Certified {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signer = createPrivateKey(authority.key);
  return certify({ subject: 'localhost', publicKey, privateKey, issuer, signer, extensions: LOOPBACK });
}

type Wish = {
  subject: string;
  publicKey: KeyObject;
  privateKey: KeyObject;
  issuer: string;
  signer: KeyObject;
  extensions: Buffer[];
};

function certify({ subject, publicKey, privateKey, issuer, signer, extensions }: Wish): Certified {
  const serial = Buffer.concat([Buffer.from([1]), randomBytes(15)]);
  const body = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))),
    tagged(0x02, serial),
    ECDSA_SHA256,
    name(issuer),
    sequence(time(new Date(Date.now() - 24 * 60 * 60 * 1000)), time(new Date(Date.now() + YEARS))),
    name(subject),
    publicKey.export({ format: 'der', type: 'spki' }),
    tagged(0xa3, sequence(...extensions)),
  );
  const der = sequence(body, ECDSA_SHA256, bits(sign('sha256', body, signer)));
  const lines = der.toString('base64').replaceAll(/.{64}/g, '$&\n').trimEnd();
  const certificate = `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
  return { certificate, key: String(privateKey.export({ format: 'pem', type: 'pkcs8' })) };
}

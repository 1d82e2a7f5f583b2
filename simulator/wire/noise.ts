import type { KeyObject } from 'node:crypto';
import { createCipheriv, createDecipheriv, createHash, createSecretKey, hkdfSync } from 'node:crypto';
import type { KeyPair } from './curve.ts';
import { generateKeyPair, sharedSecret } from './curve.ts';

const MODE = Buffer.from('Noise_XX_25519_AESGCM_SHA256\0\0\0\0');
const HEADER = Buffer.from([0x57, 0x41, 6, 3]);
const TAG = 16;
const NOTHING: Uint8Array = Buffer.alloc(0);

/** The server's side of Noise XX as WhatsApp uses it: two handshake steps, then a cipher a direction. */
export class ServerNoise {
  readonly #ephemeral = generateKeyPair();
  readonly #staticKey: KeyPair;
  #hash: Buffer = MODE;
  #salt: Buffer = MODE;
  #key: Buffer = MODE;
  #counter = 0;
  #outgoing: Cipher | undefined;
  #incoming: Cipher | undefined;

  constructor(staticKey: KeyPair) {
    this.#staticKey = staticKey;
    this.#absorb(HEADER);
  }

  /** Takes the client's ephemeral key and makes the three parts of the server's hello. */
  hello(clientEphemeral: Uint8Array, certificate: Uint8Array) {
    this.#absorb(clientEphemeral);
    this.#absorb(this.#ephemeral.public);
    this.#mix(sharedSecret(this.#ephemeral.private, clientEphemeral));
    const encryptedStatic = this.#seal(this.#staticKey.public);
    this.#mix(sharedSecret(this.#staticKey.private, clientEphemeral));
    return { ephemeral: this.#ephemeral.public, static: encryptedStatic, payload: this.#seal(certificate) };
  }

  /** Opens the client's last handshake message: its static key, proven, and its payload. Throws when it does not fit. */
  finish(encryptedStatic: Uint8Array, encryptedPayload: Uint8Array) {
    const clientStatic = this.#open(encryptedStatic);
    this.#mix(sharedSecret(this.#ephemeral.private, clientStatic));
    const payload = this.#open(encryptedPayload);
    const [incoming, outgoing] = this.#derive(NOTHING);
    this.#incoming = new Cipher(incoming);
    this.#outgoing = new Cipher(outgoing);
    return { clientStatic, payload };
  }

  /** Whether the handshake is over and frames are stanzas. */
  get ready(): boolean {
    return this.#outgoing !== undefined;
  }

  /** Encrypts one stanza's bytes. */
  encrypt(plaintext: Uint8Array): Buffer {
    if (!this.#outgoing) throw new Error('the handshake is not over');
    return this.#outgoing.seal(plaintext);
  }

  /** Decrypts one stanza's bytes. */
  decrypt(ciphertext: Uint8Array): Buffer {
    if (!this.#incoming) throw new Error('the handshake is not over');
    return this.#incoming.open(ciphertext);
  }

  #absorb(data: Uint8Array) {
    this.#hash = createHash('sha256').update(this.#hash).update(data).digest();
  }

  #derive(secret: Uint8Array): [Buffer, Buffer] {
    const bytes = Buffer.from(hkdfSync('sha256', createSecretKey(secret), this.#salt, NOTHING, 64));
    return [bytes.subarray(0, 32), bytes.subarray(32)];
  }

  #mix(secret: Uint8Array) {
    [this.#salt, this.#key] = this.#derive(secret);
    this.#counter = 0;
  }

  #seal(plaintext: Uint8Array): Buffer {
    const sealed = seal(plaintext, createSecretKey(this.#key), this.#counter++, this.#hash);
    this.#absorb(sealed);
    return sealed;
  }

  #open(ciphertext: Uint8Array): Buffer {
    const opened = open(ciphertext, createSecretKey(this.#key), this.#counter++, this.#hash);
    this.#absorb(ciphertext);
    return opened;
  }
}

class Cipher {
  // A prepared key: handing Node raw bytes for every frame costs more than the cipher itself.
  readonly #key: KeyObject;
  #counter = 0;

  constructor(key: Buffer) {
    this.#key = createSecretKey(key);
  }

  seal(plaintext: Uint8Array): Buffer {
    return seal(plaintext, this.#key, this.#counter++);
  }

  open(ciphertext: Uint8Array): Buffer {
    return open(ciphertext, this.#key, this.#counter++);
  }
}

function nonce(counter: number): Buffer {
  const iv = Buffer.alloc(12);
  iv.writeUInt32BE(counter, 8);
  return iv;
}

function seal(plaintext: Uint8Array, key: KeyObject, counter: number, additional = NOTHING): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce(counter)).setAAD(additional);
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

function open(sealed: Uint8Array, key: KeyObject, counter: number, additional = NOTHING): Buffer {
  const end = sealed.length - TAG;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce(counter), { authTagLength: TAG }).setAAD(additional);
  decipher.setAuthTag(sealed.subarray(end));
  return Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()]);
}

/**
 * What a linked device is: credentials and Signal keys, held in memory. The journal has every change; this is the map
 * that Baileys reads and writes.
 */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import {
  type AuthenticationCreds,
  proto,
  type SignalDataSet,
  type SignalDataTypeMap,
  type SignalKeyStore,
} from '@whiskeysockets/baileys';
import { takeFreshCreds } from './freshCreds.ts';
import { packChange, unpackChange, type Written } from './packedChange.ts';

type KeyType = keyof SignalDataTypeMap;
/** What we keep ourselves beside Baileys' keys, as durable and as sealed as they are. */
type OwnType = 'poll' | 'file' | 'history' | 'leaving' | 'stranger';

/**
 * Kinds of which a change is mostly what was there before: a step of a ratchet. Baileys writes them as new values each time;
 * what it changes in place cannot be told from what the journal has.
 */
const STEPPED: ReadonlySet<string> = new Set(['session', 'sender-key'] satisfies KeyType[]);

/** What the ids end in under which Baileys keeps whose a LID is. */
const LID_TO_NUMBER = '_reverse';

export class Credentials {
  #creds: AuthenticationCreds | undefined;
  readonly #keys = new Map<string, Map<string, unknown>>();
  readonly #changed = new Map<string, Set<string>>();
  /** What the journal has: of the keys just those that changed since, where a change is like what was before. */
  #writtenKeys: Written['keys'] = {};
  #writtenCreds: AuthenticationCreds | undefined;
  #credsChanged = false;
  #allChanged = false;

  /** A fresh device's, until others are put over them. */
  get creds(): AuthenticationCreds {
    return (this.#creds ??= takeFreshCreds());
  }

  /** Linked, that is: confirmed by WhatsApp. `me` alone may come from an abandoned pairing code. */
  get paired(): boolean {
    return this.#creds?.account !== undefined;
  }

  /** A key's value; undefined when there is none. */
  peek(type: KeyType, id: string): unknown {
    return this.#keys.get(type)?.get(id);
  }

  /** The ids of all keys of a kind. */
  ids(type: KeyType): string[] {
    return [...(this.#keys.get(type)?.keys() ?? [])];
  }

  /** What we keep of a kind, the oldest first. */
  kept(type: OwnType): ReadonlyMap<string, unknown> {
    return this.#keys.get(type) ?? new Map();
  }

  /** Keeps a value, or forgets it where there is none. The next entry of the journal has it. */
  keep(type: OwnType, id: string, value?: unknown): void {
    this.#change(type, { [id]: value });
  }

  /** Puts a packed state or a change over what is here. */
  apply(bytes: Uint8Array): void {
    const { creds, keys } = unpackChange(bytes, {
      creds: this.#writtenCreds,
      key: (type, id) => this.#keys.get(type)?.get(id),
    });
    if (creds) this.#creds = this.#writtenCreds = creds;
    for (const [type, values] of Object.entries(keys)) this.#put(type, values);
  }

  /** Everything, packed. */
  pack(): Uint8Array {
    const keys = Object.fromEntries([...this.#keys].map(([type, values]) => [type, Object.fromEntries(values)]));
    return packChange({ creds: this.creds, keys });
  }

  /** What changed since the last call, packed; undefined when nothing did. */
  takeChanges(): Uint8Array | undefined {
    if (this.#allChanged) {
      this.#forgetChanges();
      this.#writtenCreds = this.creds;
      return this.pack();
    }
    if (!this.#credsChanged && this.#changed.size === 0) return undefined;
    const keys: Written['keys'] = {};
    for (const [type, ids] of this.#changed) {
      keys[type] = Object.fromEntries([...ids].map((id) => [id, this.#keys.get(type)?.get(id) ?? null]));
    }
    const creds = this.#credsChanged ? this.creds : undefined;
    const before = { creds: creds && this.#writtenCreds, keys: this.#writtenKeys };
    this.#writtenCreds = creds ?? this.#writtenCreds;
    this.#forgetChanges();
    return packChange({ creds, keys }, before);
  }

  /** Has everything count as changed: the next changes stand by themselves. */
  changeAll(): void {
    this.#allChanged = true;
  }

  replaceCreds(creds: AuthenticationCreds): void {
    this.#creds = creds;
    this.#credsChanged = true;
  }

  /**
   * The keys as one socket sees them. Once `isOpen` is false its writes are void: after a drop Baileys goes on
   * decrypting, and would step ratchets whose messages nobody will ever see.
   * @param onMet told of LIDs whose numbers are known from now on
   */
  view(isOpen: () => boolean, onChange: () => void, onMet: (lids: string[]) => void = () => {}): SignalKeyStore {
    return {
      get: async <T extends KeyType>(type: T, ids: string[]) => {
        const found: Record<string, SignalDataTypeMap[T]> = {};
        for (const id of ids) {
          const value = isTokenIndex(type, id) ? this.#tokenIndex() : this.peek(type, id);
          if (value !== undefined) found[id] = revive(type, value);
        }
        return found;
      },
      set: async (data: SignalDataSet) => {
        if (!isOpen()) return;
        for (const [type, values] of Object.entries(data)) this.#change(type, values);
        const met = Object.keys(data['lid-mapping'] ?? {}).filter((id) => id.endsWith(LID_TO_NUMBER));
        if (met.length > 0) onMet(met.map((id) => `${id.slice(0, -LID_TO_NUMBER.length)}@lid`));
        onChange();
      },
    };
  }

  #forgetChanges(): void {
    this.#changed.clear();
    this.#writtenKeys = {};
    this.#credsChanged = false;
    this.#allChanged = false;
  }

  #change(type: string, values: Record<string, unknown>): void {
    if (STEPPED.has(type)) this.#rememberWritten(type, Object.keys(values));
    this.#put(type, values);
    for (const id of Object.keys(values)) {
      if (isTokenIndex(type, id)) continue;
      const changed = this.#changed.get(type) ?? new Set();
      this.#changed.set(type, changed.add(id));
    }
  }

  #rememberWritten(type: string, ids: readonly string[]): void {
    for (const id of ids) {
      const value = this.#keys.get(type)?.get(id);
      if (value === undefined || this.#changed.get(type)?.has(id)) continue;
      (this.#writtenKeys[type] ??= {})[id] = value;
    }
  }

  #tokenIndex(): { token: Buffer } {
    return { token: Buffer.from(JSON.stringify([...(this.#keys.get('tctoken')?.keys() ?? [])])) };
  }

  #put(type: string, values: Record<string, unknown>): void {
    const held = this.#keys.get(type) ?? new Map<string, unknown>();
    this.#keys.set(type, held);
    for (const [id, value] of Object.entries(values)) {
      if (isTokenIndex(type, id)) continue;
      if (value === null || value === undefined) held.delete(id);
      else held.set(id, reduce(type, value));
    }
  }
}

/**
 * Among the privacy tokens Baileys keeps a list of all the contacts that have one, which it writes anew with each token:
 * 350 KB at 12,000 contacts. It follows from the tokens, so it is made when it is read, and never kept.
 */
const isTokenIndex = (type: string, id: string): boolean => type === 'tctoken' && id === '__index';

/**
 * A one-time prekey is kept as its private half, in base 64: 812 of them are most of a fresh pairing, and the public half
 * follows from it. As a `Buffer` each would take four times the memory.
 */
const reduce = (type: string, value: unknown): unknown =>
  type === 'pre-key' && isKeyPair(value) ? Buffer.from(value.private).toString('base64') : value;

/** What Baileys wants to read: a prekey's both halves, and as a message the one kind that JSON made a plain object. */
function revive<T extends KeyType>(type: T, value: unknown): SignalDataTypeMap[T] {
  let revived: unknown = value;
  if (type === 'pre-key' && typeof value === 'string') {
    const half = Buffer.from(value, 'base64');
    revived = { private: half, public: publicHalf(half) };
  }
  if (type === 'app-state-sync-key' && isRecord(value)) revived = proto.Message.AppStateSyncKeyData.fromObject(value);
  return revived as SignalDataTypeMap[T];
}

/** A raw X25519 private key in PKCS #8 is these 16 bytes and the key. */
const PKCS8_X25519 = Buffer.from('302e020100300506032b656e04220420', 'hex');

/** The public half of an X25519 private key, 32 bytes each. */
function publicHalf(privateKey: Uint8Array): Uint8Array {
  const key = Buffer.concat([PKCS8_X25519, privateKey]);
  const { x } = createPublicKey(createPrivateKey({ key, format: 'der', type: 'pkcs8' })).export({ format: 'jwk' });
  return Buffer.from(x ?? '', 'base64url');
}

const isKeyPair = (value: unknown): value is { private: Uint8Array } => isRecord(value) && 'private' in value;

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { Bundle } from '../phone/signal/agreement.ts';
import type { OwnSenderKey, SenderKey } from '../phone/signal/senderKey.ts';
import type { SessionRecord } from '../phone/signal/session.ts';
import type { KeyPair } from '../wire/curve.ts';
import { generateKeyPair, sign, typed } from '../wire/curve.ts';
import { SharedState } from './collection.ts';
import type { Device } from './device.ts';
import type { Message } from './message.ts';
import type { Store } from './store.ts';

/** What is kept of a person: the account and the secret keys of the phone. */
export type AccountRow = {
  number: string;
  lid: string;
  name: string;
  identity: KeyPair;
  registrationId: number;
  signedPreKey: { id: number; pair: KeyPair; signature: Buffer };
  nextPreKeyId: number;
  nextDeviceId: number;
  /** The key of what the devices share; made when the first of them is linked. */
  sharedKey?: SharedKey;
  about?: string;
  /** The profile picture, as it is named among the files. */
  picture?: string | undefined;
  /** Whether this person's messages by LID keep the number to themselves. */
  hidesNumber?: boolean;
  /** Numbers that this person has blocked. */
  blocked?: Set<string>;
};

export type SharedKey = { id: Buffer; data: Buffer };

/** One person's account: the phone (device 0) and the devices linked to it. */
export class Account {
  readonly row: AccountRow;
  readonly devices = new Map<number, Device>();
  readonly preKeys = new Map<number, KeyPair>();
  readonly sessions = new Map<string, SessionRecord>();
  /** What this phone writes to each group with, and what others do, by group and device. */
  readonly ownSenderKeys = new Map<string, OwnSenderKey>();
  readonly senderKeys = new Map<string, SenderKey[]>();
  readonly messages = new Map<string, Message>();
  /** The latest received message of each id. */
  readonly received = new Map<string, Message>();
  /** Numbers this person has talked with; they hear of linked and unlinked devices. */
  readonly contacts = new Set<string>();
  readonly shared: SharedState;
  /** Whether this person has said to be there. */
  online = false;
  readonly events = new EventEmitter().setMaxListeners(0);
  readonly #store: Store;

  constructor(row: AccountRow, store: Store) {
    this.row = row;
    this.#store = store;
    this.shared = new SharedState(row.number, store);
  }

  get number(): string {
    return this.row.number;
  }

  save(): void {
    this.#store.put('account', this.number, this.row);
  }

  sharedKey(): SharedKey {
    this.row.sharedKey ??= { id: randomBytes(6), data: randomBytes(32) };
    this.save();
    return this.row.sharedKey;
  }

  /** Whether this person wants to hear nothing from somebody. */
  blocks(number: string): boolean {
    return this.row.blocked?.has(number) ?? false;
  }

  addContact(number: string): void {
    if (this.contacts.has(number)) return;
    this.contacts.add(number);
    this.#store.put('contact', `${this.number} ${number}`, true);
  }

  saveSession(address: string, record: SessionRecord): void {
    this.sessions.set(address, record);
    this.#store.put('session', `${this.number} ${address}`, record);
  }

  saveOwnSenderKey(group: string, key: OwnSenderKey): void {
    this.ownSenderKeys.set(group, key);
    this.#store.put('ownSenderKey', `${this.number} ${group}`, key);
  }

  /** The next message to a group needs a new key, which only those get who are in it then. */
  dropOwnSenderKey(group: string): void {
    this.ownSenderKeys.delete(group);
    this.#store.remove('ownSenderKey', `${this.number} ${group}`);
  }

  saveSenderKeys(group: string, address: string, keys: SenderKey[]): void {
    this.senderKeys.set(`${group} ${address}`, keys);
    this.#store.put('senderKey', `${this.number} ${group} ${address}`, keys);
  }

  addMessage(message: Message): void {
    this.messages.set(message.key, message);
    if (!message.fromMe) this.received.set(message.id, message);
  }

  saveMessage(message: Message): void {
    this.addMessage(message);
    this.#store.put('message', `${this.number} ${String(message.seq).padStart(12, '0')}`, message);
  }

  /** As after a restored backup: what comes on them cannot be read any more. */
  forgetSessions(): void {
    for (const address of this.sessions.keys()) this.#store.remove('session', `${this.number} ${address}`);
    this.sessions.clear();
  }

  /** A new phone: another identity, and nothing is left of the sessions of the old one. */
  forgetKeys(): void {
    const { identity, registrationId, signedPreKey } = createAccountRow(this.number, this.row.lid, this.row.name);
    Object.assign(this.row, {
      identity,
      registrationId,
      signedPreKey: { ...signedPreKey, id: this.row.signedPreKey.id + 1 },
    });
    this.save();
    this.forgetSessions();
    for (const id of this.preKeys.keys()) this.dropPreKey(id);
    for (const group of this.ownSenderKeys.keys()) this.dropOwnSenderKey(group);
    for (const name of this.senderKeys.keys()) this.#store.remove('senderKey', `${this.number} ${name}`);
    this.senderKeys.clear();
  }

  /** The phone's bundle, with a one-time prekey that is made on demand and known to nobody else. */
  takeBundle(): Bundle {
    const { registrationId, identity, signedPreKey } = this.row;
    const id = this.row.nextPreKeyId++;
    const pair = generateKeyPair();
    this.preKeys.set(id, pair);
    this.#store.put('phonePreKey', `${this.number} ${id}`, pair);
    this.save();
    return {
      registrationId,
      identity: identity.public,
      signedPreKey: { id: signedPreKey.id, public: signedPreKey.pair.public, signature: signedPreKey.signature },
      preKey: { id, public: pair.public },
    };
  }

  /** A prekey was used by a first message and must not be used again. */
  dropPreKey(id: number): void {
    this.preKeys.delete(id);
    this.#store.remove('phonePreKey', `${this.number} ${id}`);
  }

  /** Tells whoever watches this phone. */
  announce(event: string, data: object): void {
    this.events.emit('event', event, data);
  }
}

/** A new person's keys. */
export function createAccountRow(number: string, lid: string, name: string): AccountRow {
  const identity = generateKeyPair();
  const pair = generateKeyPair();
  return {
    number,
    lid,
    name,
    identity,
    registrationId: 1 + Math.floor(Math.random() * 16380),
    signedPreKey: { id: 1, pair, signature: sign(identity.private, typed(pair.public)) },
    nextPreKeyId: 1,
    nextDeviceId: 1,
  };
}

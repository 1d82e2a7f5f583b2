import { EventEmitter } from 'node:events';
import type { Bundle } from '../phone/signal/agreement.ts';
import type { SessionRecord } from '../phone/signal/session.ts';
import type { KeyPair } from '../wire/curve.ts';
import { generateKeyPair, sign, typed } from '../wire/curve.ts';
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
};

/** One person's account: the phone (device 0) and the devices linked to it. */
export class Account {
  readonly row: AccountRow;
  readonly devices = new Map<number, Device>();
  readonly preKeys = new Map<number, KeyPair>();
  readonly sessions = new Map<string, SessionRecord>();
  readonly messages = new Map<string, Message>();
  /** The latest received message of each id. */
  readonly received = new Map<string, Message>();
  /** Numbers this person has talked with; they hear of linked and unlinked devices. */
  readonly contacts = new Set<string>();
  readonly events = new EventEmitter().setMaxListeners(0);
  readonly #store: Store;

  constructor(row: AccountRow, store: Store) {
    this.row = row;
    this.#store = store;
  }

  get number(): string {
    return this.row.number;
  }

  save(): void {
    this.#store.put('account', this.number, this.row);
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

  addMessage(message: Message): void {
    this.messages.set(message.key, message);
    if (!message.fromMe) this.received.set(message.id, message);
  }

  saveMessage(message: Message): void {
    this.addMessage(message);
    this.#store.put('message', `${this.number} ${String(message.seq).padStart(12, '0')}`, message);
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

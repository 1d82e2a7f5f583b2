import type { Bundle } from '../phone/signal/agreement.ts';
import type { Node } from '../wire/node.ts';
import { Outbox } from './outbox.ts';
import type { Store } from './store.ts';

/** The public keys of a linked device, as it registered and uploaded them. */
export type DeviceRow = {
  number: string;
  id: number;
  keyIndex: number;
  noiseKey: Buffer;
  identity: Buffer;
  registrationId: number;
  signedPreKey: { id: number; public: Buffer; signature: Buffer };
  /** Whether the phone has sent what a new device needs first (keys of the app state, history). */
  welcomed: boolean;
  /** Ids of one-time prekeys that are gone; none may come again. */
  handedOut?: Set<number>;
};

/** A device's connection: where its stanzas go, until another one takes its place. */
export type Line = { send: (node: Node) => void; supersede: () => void };

/** A linked device as the server knows it. */
export class Device {
  readonly row: DeviceRow;
  readonly outbox: Outbox;
  readonly preKeys = new Map<number, Buffer>();
  readonly #asked = new Map<string, number>();
  /** The device's connection, once it is logged in. */
  line: Line | undefined;
  /** The signed identity that the device has shown and that was found to be right. */
  provenIdentity: Buffer | undefined;
  /** People whose presence it wants to hear of, and how it names them. */
  readonly watches = new Map<string, 'pn' | 'lid'>();
  /** Whether its backlog is through, so that stanzas go out as they come. */
  live = false;
  /** Messages settled by a retry receipt, whose negative ack may still follow; it must not settle the resent one. */
  readonly #retried = new Set<string>();
  readonly #store: Store;

  constructor(row: DeviceRow, store: Store) {
    this.row = row;
    this.#store = store;
    this.outbox = new Outbox(this.key, store);
  }

  /** `number:id`, which names the device everywhere inside. */
  get key(): string {
    return `${this.row.number}:${this.row.id}`;
  }

  save(): void {
    this.#store.put('device', this.key, this.row);
  }

  /** Keeps an uploaded one-time prekey. Answers false when its id is taken, or was handed out already. */
  addPreKey(id: number, key: Buffer): boolean {
    const known = this.preKeys.get(id);
    if (known ? !known.equals(key) : this.row.handedOut?.has(id)) return false;
    this.preKeys.set(id, key);
    this.#store.put('preKey', `${this.key} ${id}`, key);
    return true;
  }

  /** The device's bundle. A one-time prekey in it is gone from the server: it is handed out once. */
  takeBundle(): Bundle {
    const { registrationId, identity, signedPreKey } = this.row;
    const [next] = this.preKeys;
    if (next) {
      this.preKeys.delete(next[0]);
      (this.row.handedOut ??= new Set()).add(next[0]);
      this.save();
      this.#store.remove('preKey', `${this.key} ${next[0]}`);
    }
    return { registrationId, identity, signedPreKey, preKey: next && { id: next[0], public: next[1] } };
  }

  /** A request for a retry settles the message that could not be read: it comes again from its sender, not from here. */
  settleRetried(id: string, from: string | undefined): void {
    if (this.outbox.settle('message', id, from)) this.#retried.add(id);
  }

  /** Whether a negative ack belongs to a message that its retry receipt has settled already. */
  takeRetried(id: string | undefined): boolean {
    return id !== undefined && this.#retried.delete(id);
  }

  /** Starts over on a new connection: nothing is known to have arrived. */
  connect(line: Line): void {
    this.line = line;
    this.live = false;
    this.#retried.clear();
    this.watches.clear();
  }

  /** Somebody asked this device to send a message again. */
  ask(id: string): void {
    this.#asked.set(id, (this.#asked.get(id) ?? 0) + 1);
  }

  /** Whether a message comes because somebody asked for it again; each request excuses one repeat. */
  wasAsked(id: string): boolean {
    const times = this.#asked.get(id) ?? 0;
    if (times > 1) this.#asked.set(id, times - 1);
    else this.#asked.delete(id);
    return times > 0;
  }

  /** Sends a stanza that is worth nothing later: it goes out if the device is there, else nowhere. */
  sendNow(node: Node): void {
    if (this.live) this.line?.send(node);
  }

  /** Queues a stanza until it is acknowledged, and sends it if the device is there. */
  deliver(node: Node): void {
    const entry = this.outbox.add(node);
    if (!this.line || !this.live) return;
    entry.sent = true;
    entry.tried = true;
    this.line.send(node);
  }

  /** Forgets the device on disk. */
  erase(): void {
    this.outbox.clear();
    for (const id of this.preKeys.keys()) this.#store.remove('preKey', `${this.key} ${id}`);
    this.#store.remove('device', this.key);
  }
}

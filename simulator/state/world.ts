import { randomInt } from 'node:crypto';
import type { OwnSenderKey, SenderKey } from '../phone/signal/senderKey.ts';
import type { SessionRecord } from '../phone/signal/session.ts';
import type { ServerKeys } from '../wire/certificate.ts';
import { createServerKeys } from '../wire/certificate.ts';
import type { KeyPair } from '../wire/curve.ts';
import type { Certified } from '../wire/x509.ts';
import { createAuthority } from '../wire/x509.ts';
import type { Jid } from '../wire/jid.ts';
import { formatJid, parseJid, SERVER } from '../wire/jid.ts';
import type { Node } from '../wire/node.ts';
import type { AccountRow } from './account.ts';
import { Account, createAccountRow } from './account.ts';
import type { DeviceRow } from './device.ts';
import { Device } from './device.ts';
import type { Collection } from './collection.ts';
import type { GroupRow } from './group.ts';
import { createGroupRow, Group, isGroupJid } from './group.ts';
import type { Message } from './message.ts';
import { createCounters } from './stats.ts';
import type { Store } from './store.ts';

export type Addressing = 'pn' | 'lid';

/** A message as it was kept, perhaps by an earlier version. */
type SavedMessage = Omit<Message, 'author' | 'receipts' | 'marks'> & Partial<Message>;

/** Everybody the simulator knows, and what it counts. */
export class World {
  readonly store: Store;
  readonly keys: ServerKeys;
  /** Who vouches for the media host's certificate. */
  readonly authority: Certified;
  /** Where files are fetched; 0 until it is known. */
  mediaPort: number;
  readonly accounts = new Map<string, Account>();
  readonly groups = new Map<string, Group>();
  readonly counters = createCounters();
  /** What was malformed, by reason. */
  readonly malformedBy = new Map<string, number>();
  /** Messages that a phone could not read and still waits for, by phone, sender and id. */
  readonly unread = new Set<string>();
  /** How far the server's clock is ahead of this machine's, in seconds. */
  clockSkew: () => number = () => 0;
  readonly #byLid = new Map<string, Account>();
  #seq = 1;

  constructor(store: Store) {
    this.store = store;
    this.keys = this.#keep('server', createServerKeys);
    this.authority = this.#keep('authority', createAuthority);
    this.mediaPort = this.#keep('mediaPort', () => 0);
    this.#load();
  }

  /** A new person. The number must be free. */
  createAccount(number: string, name: string): Account {
    const account = new Account(createAccountRow(number, this.#freeLid(), name), this.store);
    this.#index(account);
    account.save();
    return account;
  }

  /** A number that nobody has. */
  freeNumber(): string {
    for (;;) {
      const number = `4915${randomInt(100_000_000, 1_000_000_000)}`;
      if (!this.accounts.has(number)) return number;
    }
  }

  /** The account of a JID, by phone number or LID. */
  accountOf(jid: Jid | undefined): Account | undefined {
    if (jid?.server === 'lid') return this.#byLid.get(jid.user);
    return jid?.server === SERVER ? this.accounts.get(jid.user) : undefined;
  }

  /** The group of a JID. */
  groupOf(jid: string | undefined): Group | undefined {
    return isGroupJid(jid) ? this.groups.get(jid?.split('@')[0] ?? '') : undefined;
  }

  /** A new group of one person. */
  createGroup(creator: Account, subject: string): Group {
    const group = new Group(createGroupRow(creator.number, subject, this.now()), this.store);
    this.groups.set(group.row.id, group);
    group.save();
    return group;
  }

  /** The JID of a device of a person, as phone number or LID. */
  jid(account: Account, device: number, addressing: Addressing): string {
    return addressing === 'lid' ? formatJid(account.row.lid, device, 'lid') : formatJid(account.number, device, SERVER);
  }

  /** Seconds since 1970 by the server's clock, as WhatsApp's `t`. */
  now(): number {
    return Math.floor(Date.now() / 1000) + this.clockSkew();
  }

  /** Counts something that no client in order sends. */
  malformed(reason: string): void {
    this.counters.malformed += 1;
    this.malformedBy.set(reason, (this.malformedBy.get(reason) ?? 0) + 1);
  }

  /** The next place in the order in which messages came up. */
  nextSeq(): number {
    return this.#seq++;
  }

  #freeLid(): string {
    for (;;) {
      const lid = String(randomInt(100_000_000_000, 200_000_000_000)) + String(randomInt(100, 1000));
      if (!this.#byLid.has(lid)) return lid;
    }
  }

  #index(account: Account): void {
    this.accounts.set(account.number, account);
    this.#byLid.set(account.row.lid, account);
  }

  saveMediaPort(port: number): void {
    this.mediaPort = port;
    this.store.put('mediaPort', 'only', port);
  }

  /** The only row of a kind; made when it is not there yet. */
  #keep<Row>(kind: string, create: () => Row): Row {
    const [saved] = this.store.load<Row>(kind);
    if (saved) return saved[1];
    const made = create();
    this.store.put(kind, 'only', made);
    return made;
  }

  #load(): void {
    const { store } = this;
    for (const [, row] of store.load<AccountRow>('account')) this.#index(new Account(row, store));
    for (const [id, row] of store.load<GroupRow>('group')) this.groups.set(id, new Group(row, store));
    for (const [, row] of store.load<DeviceRow>('device'))
      this.accounts.get(row.number)?.devices.set(row.id, new Device(row, store));
    this.#each<true>('contact', (account, number) => account.contacts.add(number));
    this.#each<SessionRecord>('session', (account, address, record) => account.sessions.set(address, record));
    this.#each<OwnSenderKey>('ownSenderKey', (account, group, key) => account.ownSenderKeys.set(group, key));
    this.#each<SenderKey[]>('senderKey', (account, name, keys) => account.senderKeys.set(name, keys));
    this.#each<Collection>('collection', (account, _name, collection) => account.shared.restore(collection));
    this.#each<KeyPair>('phonePreKey', (account, id, pair) => account.preKeys.set(Number(id), pair));
    this.#each<SavedMessage>('message', (account, _seq, saved) => {
      const author = saved.fromMe ? account.number : saved.chat;
      const message = { author, receipts: new Map(), marks: {}, ...saved };
      account.addMessage(message);
      this.#seq = Math.max(this.#seq, message.seq + 1);
    });
    const preKeys = store.load<Buffer>('preKey').map(([key, value]) => ({ ...split(key), value }));
    for (const { owner, rest, value } of preKeys.toSorted((a, b) => Number(a.rest) - Number(b.rest)))
      this.#device(owner)?.preKeys.set(Number(rest), value);
    for (const [key, node] of store.load<Node>('outbox')) {
      const { owner, rest } = split(key);
      this.#device(owner)?.outbox.restore(Number(rest), node);
    }
  }

  #each<Row>(kind: string, restore: (account: Account, rest: string, row: Row) => void): void {
    for (const [key, row] of this.store.load<Row>(kind)) {
      const { owner, rest } = split(key);
      const account = this.accounts.get(owner);
      if (account) restore(account, rest, row);
    }
  }

  #device(key: string): Device | undefined {
    const jid = parseJid(`${key}@${SERVER}`);
    return this.accountOf(jid)?.devices.get(jid?.device ?? 0);
  }
}

function split(key: string): { owner: string; rest: string } {
  const at = key.indexOf(' ');
  return { owner: key.slice(0, at), rest: key.slice(at + 1) };
}

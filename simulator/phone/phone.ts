import type { ChatModification, proto } from '@whiskeysockets/baileys';
import type { Sender } from '../server/messages.ts';
import type { Server } from '../server/server.ts';
import type { Account } from '../state/account.ts';
import type { Collection } from '../state/collection.ts';
import type { Device } from '../state/device.ts';
import type { Message, Status } from '../state/message.ts';
import type { Addressing } from '../state/world.ts';
import type { Node } from '../wire/node.ts';
import type { Chat } from './chat.ts';
import { linkDevice } from './link.ts';
import { linkByCode } from './linkByCode.ts';
import { putFileAgain } from './putFileAgain.ts';
import { readMessage } from './read.ts';
import { receiveMessage } from './receive.ts';
import { replacePhone } from './replacePhone.ts';
import { resendMessage } from './resend.ts';
import { sendMessage } from './send.ts';
import type { OwnKeys } from './signal/cipher.ts';
import { readPatches, writePatch } from './sharedState.ts';
import { takeReceipt } from './takeReceipt.ts';
import { welcomeDevice } from './welcome.ts';

/** A receipt for a message of this phone's account. */
export type Receipt = { id: string; from: Sender; status: Status; group?: string | undefined };

/** A person with a phone: device 0 of the account, always on. It speaks Signal like any other device. */
export class Phone {
  readonly server: Server;
  readonly account: Account;
  keys: OwnKeys;
  /** Messages to own devices that are no part of any chat, kept in case a device asks for them again. */
  readonly peerMessages = new Map<string, Buffer>();
  /** How often a message that could not be read was asked for. */
  readonly asked = new Map<string, number>();
  /** Changes of what is shared are made one after the other. */
  #sharing: Promise<void> = Promise.resolve();

  constructor(server: Server, account: Account) {
    this.server = server;
    this.account = account;
    this.keys = ownKeys(account);
  }

  /** Scans a QR code; resolves when the device has proven itself. */
  scan(qr: string): Promise<Device> {
    return linkDevice(this, qr);
  }

  /** Types the pairing code that a device shows. */
  typeCode(code: string): Promise<Device> {
    return linkByCode(this, code);
  }

  /** Writes to somebody or to a group. */
  send(chat: Chat, message: proto.IMessage, addressing: Addressing): Message {
    return sendMessage(this, chat, message, addressing);
  }

  /** Opens or plays a received message: its writer sees that. */
  read(message: Message, status: 'read' | 'played'): void {
    readMessage(this, message, status);
  }

  /** Takes a message from the server. `again`: it comes once more because somebody asked for that. */
  receive(stanza: Node, again: boolean): void {
    receiveMessage(this, stanza, again);
  }

  /** Takes a receipt for a message that this person wrote. */
  receipt(receipt: Receipt): void {
    takeReceipt(this, receipt);
  }

  /** A device could not read a message of this phone and asks for it. */
  retry(from: Sender, request: Node): void {
    resendMessage(this, from, request);
  }

  /** A device did not find the file of a message, and asks for it. */
  putFileAgain(device: Device, request: Node): void {
    putFileAgain(this, device, request);
  }

  /** A device has changed what all of them share. */
  takePatch(collection: Collection): void {
    this.#sharing = this.#sharing.then(() => readPatches(this.server.world, this.account, collection));
  }

  /** Changes what all devices share: archives a chat, names a contact, ... */
  share(change: ChatModification, jid: string): Promise<void> {
    this.account.sharedKey();
    const done = this.#sharing.then(() => writePatch(this.server.world, this.account, change, jid));
    // Whoever asked hears of a failure; the next change is made all the same.
    this.#sharing = done.catch(() => undefined);
    return done;
  }

  /** The person gets a new phone: the number stays, all keys are new, and linked devices are gone. */
  replace(): void {
    replacePhone(this);
    this.keys = ownKeys(this.account);
  }

  /** Gives a newly linked device what it needs first. */
  welcome(device: Device): void {
    welcomeDevice(this, device);
  }
}

function ownKeys({ row, preKeys }: Account): OwnKeys {
  const { identity, registrationId, signedPreKey } = row;
  return {
    identity,
    registrationId,
    signedPreKey: (id) => (id === signedPreKey.id ? signedPreKey.pair : undefined),
    preKey: (id) => preKeys.get(id),
  };
}

import type { Sender } from '../server/messages.ts';
import type { Server } from '../server/server.ts';
import type { Account } from '../state/account.ts';
import type { Device } from '../state/device.ts';
import type { Message, Status } from '../state/message.ts';
import type { Content } from '../state/message.ts';
import type { Addressing } from '../state/world.ts';
import type { Node } from '../wire/node.ts';
import { linkDevice } from './link.ts';
import { readMessage } from './read.ts';
import { receiveMessage } from './receive.ts';
import { resendMessage } from './resend.ts';
import { sendMessage } from './send.ts';
import type { OwnKeys } from './signal/cipher.ts';
import { takeReceipt } from './takeReceipt.ts';
import { welcomeDevice } from './welcome.ts';

/** A receipt for a message of this phone's account. */
export type Receipt = { id: string; from: Sender; status: Status };

/** A person with a phone: device 0 of the account, always on. It speaks Signal like any other device. */
export class Phone {
  readonly server: Server;
  readonly account: Account;
  readonly keys: OwnKeys;
  /** Messages to own devices that are no part of any chat, kept in case a device asks for them again. */
  readonly peerMessages = new Map<string, Buffer>();
  /** How often a message that could not be read was asked for. */
  readonly asked = new Map<string, number>();

  constructor(server: Server, account: Account) {
    this.server = server;
    this.account = account;
    const { row } = account;
    this.keys = {
      identity: row.identity,
      registrationId: row.registrationId,
      signedPreKey: (id) => (id === row.signedPreKey.id ? row.signedPreKey.pair : undefined),
      preKey: (id) => account.preKeys.get(id),
    };
  }

  /** Scans a QR code; resolves when the device has proven itself. */
  scan(qr: string): Promise<Device> {
    return linkDevice(this, qr);
  }

  /** Writes to somebody. */
  send(to: Account, content: Content & { type: 'text' }, addressing: Addressing): Message {
    return sendMessage(this, to, content, addressing);
  }

  /** Opens a received message: its writer sees it as read. */
  read(message: Message): void {
    readMessage(this, message);
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

  /** Gives a newly linked device what it needs first. */
  welcome(device: Device): void {
    welcomeDevice(this, device);
  }
}

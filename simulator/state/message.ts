import type { Content, Marks } from './content.ts';

/** How far a sent message has come. */
export type Status = 'pending' | 'delivered' | 'read' | 'played';

/** One message on a phone, sent or received. */
export type Message = {
  key: string;
  seq: number;
  id: string;
  /** The other person's number, or the group's JID. */
  chat: string;
  /** The number of who wrote it. */
  author: string;
  fromMe: boolean;
  /** The device of the sender; 0 is the phone. */
  device: number;
  content: Content;
  timestamp: number;
  status: Status;
  /** How far it has come with each member of a group. */
  receipts: Map<string, Status>;
  /** What later messages did to it. */
  marks: Marks;
  /** The plain message as it was encrypted, kept to encrypt it again when a device asks for that. */
  plain: Buffer;
  /** For messages of this phone: the devices it went to, and the session that was used for each. */
  sentWith: Map<string, Buffer>;
  addressing: 'pn' | 'lid';
};

/** The key of a message on a phone: an id may occur once a chat and direction. */
export function messageKey(chat: string, fromMe: boolean, id: string): string {
  return `${fromMe ? 'out' : 'in'} ${chat} ${id}`;
}

/** Chats and contacts of a session: as callers see them, and what events say has changed. */
import * as z from 'zod';
import { MessageId } from './ids.ts';

/** What a chat's newest message is, without what it says: `GET …/messages/{messageId}` tells that. */
export const LastMessage = z.object({
  id: MessageId,
  fromMe: z.boolean(),
  /** Who wrote it, in a group. */
  participant: z.string().optional(),
  type: z.string(),
});
export type LastMessage = z.infer<typeof LastMessage>;

/** A conversation. `chatId` is canonical; the name is the contact's, or the group's subject. */
export const Chat = z.object({
  chatId: z.string(),
  kind: z.enum(['individual', 'group']),
  /** The person's LID, where it is known: the chat is found by it, too. */
  lid: z.string().optional(),
  name: z.string().optional(),
  /** How many received messages were not read yet, here or on another device of the account. */
  unread: z.int(),
  /** When the newest message was written, or the group made. */
  lastAt: z.iso.datetime(),
  lastMessage: LastMessage.optional(),
  archived: z.boolean(),
  pinned: z.boolean(),
  /** Absent when the chat has its voice; far in the future when it is mute for good. */
  mutedUntil: z.iso.datetime().optional(),
});
export type Chat = z.infer<typeof Chat>;

/** What has changed in a chat; what is absent stays. Messages change `unread` and `lastAt` by themselves. */
export const ChatChange = z.object({
  chatId: z.string(),
  /** The person's LID. A chat that was told of by it is this one. */
  lid: z.string().optional(),
  unread: z.int().optional(),
  archived: z.boolean().optional(),
  pinned: z.boolean().optional(),
  /** `null` gives the chat its voice back. */
  mutedUntil: z.iso.datetime().nullable().optional(),
  /** A chat of the time before the link, or a new group's. */
  lastAt: z.iso.datetime().optional(),
});
export type ChatChange = z.infer<typeof ChatChange>;

/** Somebody the account knows of. As an event: what is newly known; what is absent stays. */
export const Contact = z.object({
  /** Canonical: by phone number where that is known, else the LID. */
  jid: z.string(),
  phoneNumber: z.string().optional(),
  lid: z.string().optional(),
  /** As the account's owner calls them. */
  name: z.string().optional(),
  /** As they call themselves. */
  pushName: z.string().optional(),
});
export type Contact = z.infer<typeof Contact>;

/** What somebody does in a chat, or whether they are there at all. */
export const Presence = z.enum(['available', 'unavailable', 'composing', 'recording', 'paused']);
export type Presence = z.infer<typeof Presence>;

import type { ChatModification } from '@whiskeysockets/baileys';
import { z } from 'zod';
import { chatNamed, jidOfChat } from '../../phone/chat.ts';
import { check } from '../check.ts';
import { ControlError } from '../errors.ts';
import { phoneOf } from '../phoneOf.ts';
import type { Route } from '../route.ts';
import { ok } from '../route.ts';

const changed = z.strictObject({
  chat: z.string().min(1),
  archive: z.boolean().optional(),
  pin: z.boolean().optional(),
  read: z.boolean().optional(),
  /** Milliseconds since 1970 until which the chat is mute; null gives it its voice back. */
  mute: z.int().positive().nullable().optional(),
  name: z.string().min(1).optional(),
});

/** What the devices of a person share, as the phone reads it: what was done to what. */
export const listChats: Route = (server, { number }) => {
  const { account } = phoneOf(server, number);
  return ok(account.shared.all.flatMap(({ actions }) => [...actions].map(([index, action]) => ({ index, ...action }))));
};

export const changeChat: Route = async (server, request) => {
  const phone = phoneOf(server, request.number);
  const { chat, archive, pin, read, mute, name } = check(changed, request.body);
  const found = chatNamed(server.world, chat);
  if (!found) throw new ControlError(404, 'not_found', `chat: nobody has ${chat}`);
  const changes: ChatModification[] = [];
  if (archive !== undefined) changes.push({ archive, lastMessages: [] });
  if (pin !== undefined) changes.push({ pin });
  if (read !== undefined) changes.push({ markRead: read, lastMessages: [] });
  if (mute !== undefined) changes.push({ mute });
  const lidJid = found.person && jidOfChat(server.world, found, 'lid');
  if (name !== undefined) changes.push({ contact: { fullName: name, ...(lidJid && { lidJid }) } });
  for (const change of changes) await phone.share(change, jidOfChat(server.world, found, 'pn'));
  return ok({ changed: changes.length });
};

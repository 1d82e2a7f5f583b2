import { z } from 'zod';
import { block } from '../../server/block.ts';
import { changePicture } from '../../server/changePicture.ts';
import { tellPresence, tellTyping } from '../../server/presence.ts';
import { chatNamed, jidOfChat } from '../../phone/chat.ts';
import { check, number } from '../check.ts';
import { ControlError } from '../errors.ts';
import { accountNamed, phoneOf } from '../phoneOf.ts';
import type { Route } from '../route.ts';
import { ok } from '../route.ts';

const present = z.discriminatedUnion('presence', [
  z.strictObject({ presence: z.enum(['available', 'unavailable']) }),
  z.strictObject({ presence: z.enum(['composing', 'recording', 'paused']), to: z.string().min(1) }),
]);
const blocking = z.strictObject({ number, blocked: z.boolean() });
const profile = z.strictObject({
  name: z.string().min(1).max(100).optional(),
  about: z.string().optional(),
  picture: z.base64().nullable().optional(),
  hidesNumber: z.boolean().optional(),
});

export const showPresence: Route = (server, request) => {
  const { account } = phoneOf(server, request.number);
  const wanted = check(present, request.body);
  if ('to' in wanted) {
    const chat = chatNamed(server.world, wanted.to);
    if (!chat) throw new ControlError(404, 'not_found', `to: nobody has ${wanted.to}`);
    tellTyping(server, account, jidOfChat(server.world, chat, 'pn'), wanted.presence);
  } else tellPresence(server, account, wanted.presence);
  return ok(wanted);
};

export const blockPerson: Route = (server, request) => {
  const { account } = phoneOf(server, request.number);
  const { number: other, blocked } = check(blocking, request.body);
  block(server, account, accountNamed(server, other, 'number'), blocked, 0);
  return ok({ number: other, blocked });
};

export const changeProfile: Route = (server, request) => {
  const { account } = phoneOf(server, request.number);
  const { name, about, picture, hidesNumber } = check(profile, request.body);
  if (name !== undefined) account.row.name = name;
  if (about !== undefined) account.row.about = about;
  if (hidesNumber !== undefined) account.row.hidesNumber = hidesNumber;
  account.save();
  if (picture !== undefined)
    changePicture(server, account, picture === null ? undefined : Buffer.from(picture, 'base64'));
  return ok({ name: account.row.name, about: account.row.about, picture: account.row.picture });
};

/** The HTTP contract of chats, contacts, groups and the account itself: bodies, queries and pages. */
import * as z from 'zod';
import { Chat, Contact } from './chats.ts';
import { Group, MEMBER_ACTIONS } from './groups.ts';
import { MessageId } from './ids.ts';
import { Person, PhoneNumber } from './jid.ts';
import { paging } from './paging.ts';
import { filled, wellFormed } from './text.ts';

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

export const ListChats = z.strictObject({
  kind: Chat.shape.kind.optional(),
  unread: flag.optional(),
  archived: flag.optional(),
  ...paging,
});
export const ListContacts = z.strictObject(paging);
export const ListGroups = z.strictObject(paging);

export const ChatPage = z.object({ chats: z.array(Chat), cursor: z.string().optional() });
export const ContactPage = z.object({ contacts: z.array(Contact), cursor: z.string().optional() });
export const GroupPage = z.object({ groups: z.array(Group), cursor: z.string().optional() });

/** Without `messageIds` all of the chat. */
export const MarkRead = z.strictObject({ messageIds: z.array(MessageId).min(1).max(100).optional() });
export const SetPresence = z.strictObject({ presence: z.enum(['available', 'unavailable']) });
export const SetChatPresence = z.strictObject({ presence: z.enum(['composing', 'recording', 'paused']) });

export const CheckNumbers = z.strictObject({ numbers: z.array(PhoneNumber).min(1).max(50) });

/** A body in which at least one field is wanted. */
const some = <S extends z.ZodType<object>>(schema: S) =>
  schema.refine((body) => Object.keys(body).length > 0, 'must have at least one field');

/** WhatsApp's own bounds, in characters. */
const NAME_LIMIT = 25;
const ABOUT_LIMIT = 139;
const SUBJECT_LIMIT = 100;
const DESCRIPTION_LIMIT = 2_048;
/** Of a picture; phones make it smaller still. */
const PICTURE_BYTES = 128 * 1024;
/** The first bytes of a JPEG, in base64. */
const JPEG = '/9j/';

const picture = z
  .base64()
  .max((PICTURE_BYTES * 4) / 3)
  .refine((data) => data.startsWith(JPEG), 'must be a JPEG in base64');

export const UpdateProfile = some(
  z.strictObject({
    name: filled(NAME_LIMIT).optional(),
    about: wellFormed(ABOUT_LIMIT).optional(),
    /** A square JPEG of 640 pixels at the most, in base64; `null` takes it away. */
    picture: picture.nullable().optional(),
  }),
);

export const CreateGroup = z.strictObject({
  subject: filled(SUBJECT_LIMIT),
  members: z.array(Person).min(1).max(256),
});
export const UpdateGroup = some(
  z.strictObject({
    subject: filled(SUBJECT_LIMIT).optional(),
    /** Empty takes it away. */
    description: wellFormed(DESCRIPTION_LIMIT).optional(),
    announce: z.boolean().optional(),
    locked: z.boolean().optional(),
  }),
);
export const UpdateMembers = z.strictObject({
  action: z.enum(MEMBER_ACTIONS),
  members: z.array(Person).min(1).max(100),
});

const INVITE = /^(?:https:\/\/chat\.whatsapp\.com\/)?([A-Za-z0-9_-]{10,64})$/;

export const JoinGroup = z.strictObject({
  /** The code, or the link with it. */
  inviteCode: z
    .string()
    .regex(INVITE, 'must be an invite code, or a link https://chat.whatsapp.com/…')
    .transform((text) => INVITE.exec(text)?.[1] ?? ''),
});

/** WhatsApp's addresses (JIDs). Canonical: `<number>@s.whatsapp.net`, `<lid>@lid`, `<id>@g.us`, without a device part. */
import * as z from 'zod';

const ADDRESS = /^\+?(\d{5,20})(?::\d+)?(?:@(s\.whatsapp\.net|c\.us|lid))?$|^(\d{5,25}(?:-\d{5,15})?)@g\.us$/;

/** Makes an address canonical; undefined when it is none that one can write to. */
export function toJid(address: string): string | undefined {
  const found = ADDRESS.exec(address.trim());
  if (!found) return undefined;
  const [, user, server, group] = found;
  if (group) return `${group}@g.us`;
  return `${user}@${server === 'lid' ? 'lid' : 's.whatsapp.net'}`;
}

/** What callers may write as `to` or `chat`; parses to the canonical JID. */
export const Recipient = z
  .string()
  .max(100)
  .transform((text, context) => {
    const jid = toJid(text);
    if (jid) return jid;
    context.addIssue({
      code: 'custom',
      message: 'must be a phone number with country code, or end in @s.whatsapp.net, @c.us, @lid or @g.us',
    });
    return z.NEVER;
  });

export const GroupId = Recipient.refine((jid) => isGroup(jid), 'must be a group: it ends in @g.us');
export const Person = Recipient.refine(
  (jid) => !isGroup(jid),
  'must be a person: a phone number with country code, or end in @s.whatsapp.net, @c.us or @lid',
);

/** How people, groups and chats are named in paths. */
export const IN_PATH = { chatId: Recipient, contactId: Person, groupId: GroupId } as const;

export const PhoneNumber = z
  .string()
  .regex(/^\+?\d{5,15}$/, 'must be a phone number with country code, 5 to 15 digits')
  .transform((text) => text.replace('+', ''));

export const isLid = (jid: string): boolean => jid.endsWith('@lid');
export const isGroup = (jid: string): boolean => jid.endsWith('@g.us');
/** The digits of a phone-number JID, else undefined. */
export const phoneNumberOf = (jid: string): string | undefined =>
  jid.endsWith('@s.whatsapp.net') ? jid.slice(0, jid.indexOf('@')) : undefined;

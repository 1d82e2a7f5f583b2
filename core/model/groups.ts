/** Groups of a session: as callers see them, and what events say has changed. */
import * as z from 'zod';

/** Somebody in a group. `jid` is canonical: by phone number where that is known, else the LID. */
export const GroupMember = z.object({
  jid: z.string(),
  lid: z.string().optional(),
  role: z.enum(['member', 'admin', 'superadmin']),
});
export type GroupMember = z.infer<typeof GroupMember>;

/** Of a larger group the members are not followed. */
export const GROUP_MEMBERS_LIMIT = 2_000;

const facts = {
  subject: z.string(),
  description: z.string(),
  /** Who made it, and when. */
  owner: z.string(),
  createdAt: z.iso.datetime(),
  /** Only admins write. */
  announce: z.boolean(),
  /** Only admins change what the group is. */
  locked: z.boolean(),
  /** False once the account has left, or was removed. */
  isMember: z.boolean(),
};

export const Group = z.object({
  groupId: z.string(),
  ...z.object(facts).partial().shape,
  isMember: facts.isMember,
  /** Where one group was asked for, in lists not. */
  members: z.array(GroupMember).optional(),
});
export type Group = z.infer<typeof Group>;

/** What has changed in a group; what is absent stays. */
export const GroupChange = z.object({
  groupId: z.string(),
  ...z.object(facts).partial().shape,
  /** All members, where all are told. */
  members: z.array(GroupMember).optional(),
  /** Who came, or has another role now. */
  joined: z.array(GroupMember).optional(),
  /** Who went, by canonical JID. */
  left: z.array(z.string()).optional(),
  /** Who did it. */
  by: z.string().optional(),
});
export type GroupChange = z.infer<typeof GroupChange>;

export const MEMBER_ACTIONS = ['add', 'remove', 'promote', 'demote'] as const;

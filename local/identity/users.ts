/** The people who can sign in here. Their name is their `sub`, so their tenant, and their group. */
export const USERS = {
  admin: { name: 'Ada Admin', about: 'Sees and operates every tenant’s sessions.' },
  member: { name: 'Max Member', about: 'Sees the sessions of the tenant “member”.' },
} as const;
export type User = keyof typeof USERS;
export const isUser = (name: string | undefined): name is User => name !== undefined && name in USERS;

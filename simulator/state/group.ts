import { randomBytes, randomInt } from 'node:crypto';
import type { Store } from './store.ts';

export type Role = 'member' | 'admin' | 'superadmin';

/** What is kept of a group. People are named by their numbers; times are in seconds. */
export type GroupRow = {
  id: string;
  subject: string;
  subjectBy: string;
  subjectAt: number;
  creator: string;
  createdAt: number;
  description: { id: string; text: string; by: string; at: number } | undefined;
  members: Map<string, Role>;
  inviteCode: string;
  /** Settings as the wire names them: `announcement`, `locked`, ... */
  settings: Set<string>;
  /** Seconds after which messages disappear; 0 keeps them. */
  ephemeral: number;
};

/** One group. */
export class Group {
  readonly row: GroupRow;
  readonly #store: Store;

  constructor(row: GroupRow, store: Store) {
    this.row = row;
    this.#store = store;
  }

  get jid(): string {
    return `${this.row.id}@g.us`;
  }

  /** Whether somebody may change who is in it and what it is called. */
  isAdmin(number: string): boolean {
    const role = this.row.members.get(number);
    return role === 'admin' || role === 'superadmin';
  }

  save(): void {
    this.#store.put('group', this.row.id, this.row);
  }
}

/** A new group of one person. */
export function createGroupRow(creator: string, subject: string, at: number): GroupRow {
  return {
    id: `12036${randomInt(10_000_000, 99_999_999)}${randomInt(10_000, 99_999)}`,
    subject,
    subjectBy: creator,
    subjectAt: at,
    creator,
    createdAt: at,
    description: undefined,
    members: new Map([[creator, 'superadmin']]),
    inviteCode: newInviteCode(),
    settings: new Set(),
    ephemeral: 0,
  };
}

export function newInviteCode(): string {
  return randomBytes(16).toString('base64url').slice(0, 22);
}

/** Whether the name of a chat is a group's. */
export function isGroupJid(chat: string | undefined): boolean {
  return chat?.endsWith('@g.us') ?? false;
}

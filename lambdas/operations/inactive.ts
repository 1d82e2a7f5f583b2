import type { SessionRow } from '../../core/store/sessions.ts';

const DAY_MS = 24 * 3600_000;

/** At rest, still on the lists, and nothing has changed for so many days. */
export const inactiveSince = ({ owner, archivedAt, updatedAt }: SessionRow, days: number, now: number): boolean =>
  owner === undefined && archivedAt === undefined && now - Date.parse(updatedAt) > days * DAY_MS;

/** Tickets: each lets one WebSocket in, so that no token has to be in an address. Kept by their hash. */
import { createHash, randomBytes } from 'node:crypto';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Principal } from '../model/principal.ts';
import { ticketKey } from './keys.ts';
import { type Table, ttlAfter } from './table.ts';

const TICKET_MS = 60_000;

const Row = z.object({ principal: Principal, endsAt: z.int() });
const hashOf = (ticket: string) => createHash('sha256').update(ticket).digest('hex');

export async function createTicket({ db, TableName }: Table, principal: Principal, now: number) {
  const ticket = randomBytes(32).toString('base64url');
  const endsAt = now + TICKET_MS;
  const Item = { ...ticketKey(hashOf(ticket)), principal, endsAt, ttl: ttlAfter(TICKET_MS / 1000, now) };
  await db.send(new PutCommand({ TableName, Item }));
  return { ticket, expiresAt: new Date(endsAt).toISOString() };
}

/** Uses a ticket up. @returns for whom it was; undefined when it is none, was used or has ended */
export async function takeTicket(
  { db, TableName }: Table,
  ticket: string,
  now: number,
): Promise<Principal | undefined> {
  const { Attributes } = await db.send(
    new DeleteCommand({ TableName, Key: ticketKey(hashOf(ticket)), ReturnValues: 'ALL_OLD' }),
  );
  const row = Row.safeParse(Attributes);
  return row.success && row.data.endsAt > now ? row.data.principal : undefined;
}

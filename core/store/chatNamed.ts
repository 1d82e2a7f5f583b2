/** Under the LID of a person whose number is known there is a row that leads to their chat. */
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { SessionId } from '../model/ids.ts';
import { isLid } from '../model/jid.ts';
import { chatKey } from './keys.ts';
import type { Table } from './table.ts';

/** `is`: the chat that it leads to; absent in the row of a chat. `moving`: not all messages are there yet. */
export const LeadingRow = z.object({ is: z.string().optional(), moving: z.boolean().optional() });

export async function chatRow({ db, TableName }: Table, id: SessionId, chatId: string) {
  const { Item } = await db.send(new GetCommand({ TableName, Key: chatKey(id, chatId), ConsistentRead: true }));
  return Item;
}

/** The chat that goes by a JID: a person's number or LID, or a group's. */
export async function chatNamed(table: Table, id: SessionId, jid: string): Promise<string> {
  return isLid(jid) ? (LeadingRow.parse((await chatRow(table, id, jid)) ?? {}).is ?? jid) : jid;
}

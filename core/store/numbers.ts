/** Which numbers are on WhatsApp, as it said within the last day. */
import { BatchWriteCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { SessionId } from '../model/ids.ts';
import { phoneNumberOf } from '../model/jid.ts';
import { CheckedNumber } from '../model/operations.ts';
import { numberKey } from './keys.ts';
import { type Table, ttlAfter } from './table.ts';

const KEPT_SECONDS = 24 * 3600;
/** The most that one BatchWrite takes. */
const A_WRITE = 25;

/** Keeps what WhatsApp said; what cannot be written now is asked again. */
export async function keepNumbers(
  { db, TableName }: Table,
  id: SessionId,
  checked: readonly CheckedNumber[],
  now = Date.now(),
): Promise<void> {
  const ttl = ttlAfter(KEPT_SECONDS, now);
  for (let at = 0; at < checked.length; at += A_WRITE) {
    const Items = checked.slice(at, at + A_WRITE).map((one) => ({ ...numberKey(id, one.number), ...one, ttl }));
    await db.send(
      new BatchWriteCommand({ RequestItems: { [TableName]: Items.map((Item) => ({ PutRequest: { Item } })) } }),
    );
  }
}

/** Whether WhatsApp said that nobody is there. */
export async function isKnownAbsent(
  { db, TableName }: Table,
  id: SessionId,
  jid: string,
  now = Date.now(),
): Promise<boolean> {
  const number = phoneNumberOf(jid);
  if (number === undefined) return false;
  const { Item } = await db.send(new GetCommand({ TableName, Key: numberKey(id, number) }));
  // DynamoDB removes what is past its time when it gets round to it.
  return Item !== undefined && !CheckedNumber.parse(Item).exists && Number(Item['ttl']) * 1000 > now;
}

/** How a journal's entries lie in the table: an item each, with parts beside it where one item is too small. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { SessionEvent } from '../model/events.ts';
import type { SessionId } from '../model/ids.ts';
import { entryKey, entryPartKey } from './keys.ts';
import { queryAll } from './query.ts';
import type { Table } from './table.ts';
import { DamagedError } from './vault.ts';

/** Events of one entry are numbered `n * EVENTS_AN_ENTRY + i`: the number leads to the entry. More never gather in one. */
const EVENTS_AN_ENTRY = 100_000;
export const firstSeq = (n: number): number => n * EVENTS_AN_ENTRY;
export const entryOf = (seq: number): number => Math.floor(seq / EVENTS_AN_ENTRY);

/** DynamoDB's item limit is 400 KB; attributes and keys need some of it. */
export const PART_BYTES = 350 * 1024;
/** Twelve digits, as the keys have. */
const LAST = 999_999_999_999;

/** What an entry holds beside its head: events are compressed, `changes` sealed as well. */
export interface Body {
  events?: Uint8Array | undefined;
  changes?: Uint8Array | undefined;
  taken: string[];
}

/** Events in base 64. */
const PartsText = z.tuple([z.base64().nullable(), z.array(z.string())]);

/**
 * Writes a body that is too large for one item: its text first, then the sealed changes.
 * @returns how many parts
 */
export async function writeParts(
  { db, TableName }: Table,
  id: SessionId,
  { n, epoch, ttl }: { n: number; epoch: number; ttl: number },
  body: Body,
): Promise<number> {
  const text = Buffer.from(
    JSON.stringify([body.events ? Buffer.from(body.events).toString('base64') : null, body.taken]),
  );
  const head = Buffer.alloc(4);
  head.writeUInt32BE(text.length);
  const whole = Buffer.concat([head, text, body.changes ?? Buffer.alloc(0)]);
  const parts = Math.ceil(whole.length / PART_BYTES);
  for (let part = 0; part < parts; part++) {
    const bytes = whole.subarray(part * PART_BYTES, (part + 1) * PART_BYTES);
    // Valid only once the entry itself names them; one after the other, so that a crash leaves few.
    await db.send(new PutCommand({ TableName, Item: { ...entryPartKey(id, n, epoch, part), bytes, ttl } }));
  }
  return parts;
}

/** @param upTo `text`: only the parts that hold it, and nothing of the changes */
export async function readParts(
  { db, TableName }: Table,
  id: SessionId,
  { n, epoch, parts = 0 }: { n: number; epoch: number; parts?: number | undefined },
  upTo: 'text' | 'end' = 'end',
): Promise<Body> {
  let whole = Buffer.alloc(0);
  const textEnd = () => 4 + whole.readUInt32BE(0);
  for (let part = 0; part < parts; part++) {
    const Key = entryPartKey(id, n, epoch, part);
    const { Item } = await db.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    const bytes: unknown = Item?.['bytes'];
    if (!(bytes instanceof Uint8Array)) throw new DamagedError(`a part of entry ${n} of ${id} is missing`);
    whole = Buffer.concat([whole, bytes]);
    if (upTo === 'text' && whole.length >= textEnd()) break;
  }
  const [events, taken] = PartsText.parse(JSON.parse(whole.toString('utf8', 4, textEnd())));
  const changes = upTo === 'end' && textEnd() < whole.length ? whole.subarray(textEnd()) : undefined;
  return { events: events === null ? undefined : Buffer.from(events, 'base64'), taken, changes };
}

/** The entries after `afterN`, in order, as they lie in the table. `only` names the attributes that are wanted. */
export async function queryEntries(
  table: Table,
  id: SessionId,
  afterN: number,
  { limit, only }: { limit?: number; only?: readonly string[] } = {},
): Promise<Record<string, unknown>[]> {
  return queryAll(table, { ...entriesFrom(id, afterN + 1), ...(only && projection(only)) }, limit);
}

/** The newest entry, as it lies in the table. */
export async function queryNewest(
  table: Table,
  id: SessionId,
  only: readonly string[],
): Promise<Record<string, unknown> | undefined> {
  const newest = { ...entriesFrom(id, 0), ...projection(only), ScanIndexForward: false };
  return (await queryAll(table, newest, 1))[0];
}

const entriesFrom = (id: SessionId, n: number) => ({
  ConsistentRead: true,
  KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
  ExpressionAttributeValues: { ':pk': entryKey(id, n).pk, ':from': entryKey(id, n).sk, ':to': entryKey(id, LAST).sk },
});

/** Some of the names are DynamoDB's own words. */
const projection = (names: readonly string[]) => ({
  ProjectionExpression: names.map((name) => `#${name}`).join(', '),
  ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
});

const Events = z.array(SessionEvent);
/** A text that was sent and delivered is two events of 0.8 KB, which an entry of one write unit has hardly room for. */
export const packEvents = (events: readonly SessionEvent[]): Uint8Array | undefined =>
  events.length > 0 ? deflateRawSync(JSON.stringify(events), { level: 3 }) : undefined;
export const eventsOf = ({ events }: Pick<Body, 'events'>): SessionEvent[] =>
  events ? Events.parse(JSON.parse(inflateRawSync(events).toString())) : [];

/** What is known of a session's files: one row each. Where they lie is in media.ts. */
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Media } from '../model/content.ts';
import type { MediaId, SessionId } from '../model/ids.ts';
import { mediaKey } from './keys.ts';
import { succeeds, type Table, ttlAfter } from './table.ts';

const Row = z.object({ media: Media });

/**
 * Adds a file that is to come, from a caller or from WhatsApp; one that is known already stays as it is.
 * @param forgetAfter seconds after which one that never came is forgotten
 */
export async function announceMedia(
  { db, TableName }: Table,
  sessionId: SessionId,
  media: Media,
  forgetAfter?: number,
): Promise<void> {
  const ttl = forgetAfter && ttlAfter(forgetAfter);
  const Item = { ...mediaKey(sessionId, media.mediaId), media, ttl };
  await succeeds(db.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' })));
}

/** Writes what became of a file. */
export async function saveMedia({ db, TableName }: Table, sessionId: SessionId, media: Media): Promise<void> {
  await db.send(new PutCommand({ TableName, Item: { ...mediaKey(sessionId, media.mediaId), media } }));
}

export async function findMedia(
  { db, TableName }: Table,
  sessionId: SessionId,
  mediaId: MediaId,
): Promise<Media | undefined> {
  const { Item } = await db.send(
    new GetCommand({ TableName, Key: mediaKey(sessionId, mediaId), ConsistentRead: true }),
  );
  return Item && Row.parse(Item).media;
}

import { createHash, randomBytes } from 'node:crypto';
import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import {
  type ConnectionId,
  eventIdOf,
  MessageId,
  newMediaId,
  newWebhookId,
  type SessionId,
} from '../../core/model/ids.ts';
import { EMPTY_TALLY } from '../../core/model/tally.ts';
import { writeCheckpoint } from '../../core/store/checkpoint.ts';
import { openConnection, subscribe } from '../../core/store/connections.ts';
import { writeDeliveries } from '../../core/store/deliveries.ts';
import { eraseContent, eraseSession } from '../../core/store/erase.ts';
import { appendEntry } from '../../core/store/journal.ts';
import { dataKeyKey } from '../../core/store/keys.ts';
import { writeOffer } from '../../core/store/linkOffers.ts';
import { putFile } from '../../core/store/media.ts';
import { announceMedia } from '../../core/store/mediaRows.ts';
import { projectEvents } from '../../core/store/projections.ts';
import { getSession } from '../../core/store/sessions.ts';
import { dataKeyFor, findDataKey } from '../../core/store/vault.ts';
import { CursorLease } from '../../core/store/webhookCursors.ts';
import { at, connecting, entry, eventsOf, heldSession, message, tenant } from './samples.ts';
import { useStores } from './useStores.ts';

const stores = useStores();

/** A session that has lived: something of each kind that is ever kept of one. */
async function livedIn(): Promise<SessionId> {
  const { table, vault, bucket } = stores();
  const { id } = await heldSession(table);
  const dataKey = (await dataKeyFor(table, vault, id, 1)).clear;
  const [arrived] = eventsOf(id, 1, 0, {
    type: 'message_received',
    message: message(id, { fromMe: false, status: 'delivered' }),
  });
  if (!arrived) throw new Error('there is one event');
  // Large enough for parts of its own.
  const changes = randomBytes(400_000);
  await appendEntry(table, id, entry(1, { tenant: tenant(), seq: arrived.seq, events: [arrived], changes }), dataKey);
  await appendEntry(table, id, entry(2, { events: eventsOf(id, 2, arrived.seq, connecting) }));
  await projectEvents(table, [arrived]);
  await writeCheckpoint(
    table,
    id,
    { n: 1, generation: 1, seq: 0, taken: [], tally: EMPTY_TALLY, state: changes },
    dataKey,
  );
  const offer = { code: 'ABCDEFGH', expiresAt: at(9_000) };
  await writeOffer(table, id, 'code', { generation: 1, dataKey }, offer);

  const connectionId = crypto.randomUUID() as ConnectionId;
  const listener = { subject: 'ada', tenantId: tenant(), role: 'member' as const, expiresAt: 2e9 };
  await openConnection(table, connectionId, listener);
  await subscribe(table, connectionId, { sessionId: id }, listener);

  const webhookId = newWebhookId();
  await (await CursorLease.take(table, { sessionId: id, webhookId }, 1_000))?.release(arrived.seq);
  const times = { firstAttemptAt: at(1), lastAttemptAt: at(1), triesSince: at(1) };
  const { type, seq } = arrived;
  const about = { id: eventIdOf(arrived), sessionId: id, seq, type, attempts: 1, latencyMs: 5 };
  await writeDeliveries(table, [{ ...about, ...times, webhookId, state: 'delivered' }]);

  for (const data of [randomBytes(10), randomBytes(20)]) {
    const mediaId = newMediaId();
    await announceMedia(table, id, { mediaId, state: 'pending', mimetype: 'image/png' });
    const sha256 = createHash('sha256').update(data).digest('hex');
    await putFile(bucket, { sessionId: id, mediaId }, data, { mimetype: 'image/png', bytes: data.length, sha256 });
  }
  return id;
}

/** Every row that names the session in any attribute, and every file of it. */
async function tracesOf(id: SessionId): Promise<string[]> {
  const { table, bucket } = stores();
  const items: Record<string, unknown>[] = [];
  for await (const page of paginateScan({ client: table.db }, { TableName: table.TableName, ConsistentRead: true })) {
    items.push(...(page.Items ?? []));
  }
  const rows = items.filter((item) => JSON.stringify(item).includes(id.slice(4)));
  const { Contents = [] } = await bucket.s3.send(new ListObjectsV2Command({ Bucket: bucket.name }));
  const files = Contents.map(({ Key = '' }) => Key).filter((key) => key.includes(id));
  return [...rows.map(({ pk, sk }) => `${String(pk)} ${String(sk)}`), ...files];
}

test('nothing of an erased session is left, anywhere; others keep everything', async () => {
  const { table, bucket } = stores();
  const [id, other] = [await livedIn(), await livedIn()];
  const before = await tracesOf(other);
  expect(before.length).toBeGreaterThan(14);
  await eraseSession(table, bucket, id);
  expect(await tracesOf(id)).toEqual([]);
  expect(await tracesOf(other)).toEqual(before);
  // As after a crash in the middle.
  await eraseSession(table, bucket, id);
});

test('the content goes, the row and what is spared stay', async () => {
  const { table, bucket, vault } = stores();
  const id = await livedIn();
  const row = await getSession(table, id);
  const { sk } = dataKeyKey(id, 1);
  await eraseContent(table, bucket, id, [sk]);
  expect(await tracesOf(id)).toEqual([`S#${id} ${sk}`, `S#${id} session`]);
  expect(await getSession(table, id)).toEqual(row);
  expect(await findDataKey(table, vault, id, 1)).toBeDefined();
});

test('more rows than one call takes', async () => {
  const { table, bucket } = stores();
  const { id } = await heldSession(table);
  for (let n = 0; n < 60; n++) {
    const [event] = eventsOf(id, n + 1, n, {
      type: 'message_sent',
      message: message(id, { id: MessageId.parse(`M${n}`) }),
    });
    if (event) await projectEvents(table, [event]);
  }
  await eraseSession(table, bucket, id);
  expect(await tracesOf(id)).toEqual([]);
});

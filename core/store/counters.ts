/**
 * Counts within windows of time, the same for all processes. To write less often than is counted, a process takes a block of
 * a count at a time, a hundredth of the limit, and uses it up by itself. So what a process took and did not use is lost to
 * the others until the window ends: a caller may be refused a few hundredths early, and never late.
 */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { counterKey } from './keys.ts';
import { type Table, ttlAfter } from './table.ts';

/** So many of something in so many seconds. */
export interface Rule {
  name: string;
  limit: number;
  windowSeconds: number;
}

/** What is left after one was taken, about; `resetSeconds` until the window ends. */
export interface Taken {
  allowed: boolean;
  remaining: number;
  resetSeconds: number;
}

export interface Counters {
  table: Table;
  /** Those that were used last, in the order of their use. */
  blocks: Map<string, Block>;
}

interface Block {
  /** Taken and not used. */
  left: number;
  /** What all processes took. */
  total: number;
}

const KNOWN_COUNTERS = 10_000;
const BLOCKS_OF_LIMIT = 100;
/** Who waits for a counter is a caller. */
const PATIENCE_MS = 1_000;

export const openCounters = (table: Table): Counters => ({ table, blocks: new Map() });

/** Takes one. @param now milliseconds since 1970. Throws when the table does not answer soon. */
export async function take(counters: Counters, rule: Rule, subject: string, now: number): Promise<Taken> {
  const { limit, windowSeconds } = rule;
  const window = Math.floor(now / 1000 / windowSeconds);
  const name = `${rule.name}#${subject}#${window}`;
  const known = blockOf(counters, name);
  if (known.left === 0 && known.total < limit) {
    const size = Math.max(1, Math.floor(limit / BLOCKS_OF_LIMIT));
    const total = await add(counters.table, name, size, (window + 1) * windowSeconds);
    known.left += Math.max(0, Math.min(size, limit - (total - size)));
    known.total = Math.max(known.total, total);
  }
  const allowed = known.left > 0;
  if (allowed) known.left -= 1;
  const resetSeconds = Math.max(1, Math.ceil((window + 1) * windowSeconds - now / 1000));
  return { allowed, remaining: Math.max(0, limit - known.total) + known.left, resetSeconds };
}

/** A map keeps its order: a library for this is a thirtieth of what a cold start loads. */
function blockOf({ blocks }: Counters, name: string): Block {
  const known = blocks.get(name) ?? { left: 0, total: 0 };
  blocks.delete(name);
  blocks.set(name, known);
  const [oldest] = blocks.keys();
  if (blocks.size > KNOWN_COUNTERS && oldest !== undefined) blocks.delete(oldest);
  return known;
}

async function add({ db, TableName }: Table, name: string, size: number, endsAt: number): Promise<number> {
  const { Attributes } = await db.send(
    new UpdateCommand({
      TableName,
      Key: counterKey(name),
      UpdateExpression: 'SET #ttl = :ttl ADD taken :size',
      ExpressionAttributeNames: { '#ttl': 'ttl' },
      ExpressionAttributeValues: { ':size': size, ':ttl': ttlAfter(0, endsAt * 1000) },
      ReturnValues: 'UPDATED_NEW',
    }),
    { abortSignal: AbortSignal.timeout(PATIENCE_MS) },
  );
  return Number(Attributes?.['taken']);
}

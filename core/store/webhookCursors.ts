/**
 * How far a session's journal has been delivered to a webhook, and who delivers: one at a time, by a lease. Somebody who
 * finds it taken leaves word (`bells`), so that the holder looks once more before it lets go.
 */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type SessionId, WebhookId } from '../model/ids.ts';
import { cursorKey, cursorsOf } from './keys.ts';
import { queryPrefix } from './query.ts';
import { isConditionFailure, type Table, ttlAfter } from './table.ts';

/** Longer than the journal's entries: when it goes, all that is left of the journal is newer than what it knew. */
const KEPT_SECONDS = 60 * 24 * 3600;

const Row = z.object({ after: z.int().optional(), bells: z.int().default(0) });
type Row = z.infer<typeof Row>;

export interface Place {
  sessionId: SessionId;
  webhookId: WebhookId;
}

/** The newest event that was delivered, or put aside for its own tries; by webhook. */
export async function readCursors(table: Table, sessionId: SessionId): Promise<Map<WebhookId, number>> {
  const items = await queryPrefix(table, cursorsOf(sessionId));
  return new Map(
    items.map(({ sk, after }) => [
      WebhookId.parse(String(sk).slice(cursorsOf(sessionId).skPrefix.length)),
      z.int().default(0).parse(after),
    ]),
  );
}

export class CursorLease {
  readonly #table: Table;
  readonly #place: Place;
  readonly #token = crypto.randomUUID();
  /** The lease ends this long after each sign of life. */
  readonly #leaseMs: number;
  #seenBells = 0;
  #after: number | undefined;

  /** @returns undefined when somebody else delivers, who has been told to look again */
  static async take(table: Table, place: Place, leaseMs: number): Promise<CursorLease | undefined> {
    const lease = new CursorLease(table, place, leaseMs);
    for (;;) {
      if (await lease.#acquire()) return lease;
      if (await lease.#leaveWord()) return undefined;
    }
  }

  private constructor(table: Table, place: Place, leaseMs: number) {
    this.#table = table;
    this.#place = place;
    this.#leaseMs = leaseMs;
  }

  /** Up to where the one before has come; undefined when there was none. */
  get after(): number | undefined {
    return this.#after;
  }

  async #acquire(): Promise<boolean> {
    const row = await this.#update({
      UpdateExpression: 'SET leaseToken = :token, leaseUntil = :until, #ttl = :ttl',
      // Its own first try may have landed without an answer.
      ConditionExpression: 'attribute_not_exists(leaseUntil) OR leaseUntil < :now OR leaseToken = :token',
      ExpressionAttributeNames: { '#ttl': 'ttl' },
      ExpressionAttributeValues: { ...this.#lease(), ':now': Date.now() },
    });
    if (!row) return false;
    this.#after = row.after;
    this.#seenBells = row.bells;
    return true;
  }

  /** @returns false when the holder has just let go */
  async #leaveWord(): Promise<boolean> {
    const row = await this.#update({
      UpdateExpression: 'ADD bells :one',
      ConditionExpression: 'leaseUntil >= :now',
      ExpressionAttributeValues: { ':one': 1, ':now': Date.now() },
    });
    return row !== undefined;
  }

  /** Everything up to here is done. @returns false when the lease was lost: another one delivers */
  async advance(after: number): Promise<boolean> {
    return (await this.#moveTo(after)) !== undefined;
  }

  /** Lets go, whoever left word: somebody else will look. */
  async drop(after: number): Promise<void> {
    await this.#update({
      UpdateExpression: 'SET #after = :after REMOVE leaseToken, leaseUntil',
      ConditionExpression: 'leaseToken = :token',
      ExpressionAttributeNames: { '#after': 'after' },
      ExpressionAttributeValues: { ':after': after, ':token': this.#token },
    });
  }

  /** Lets go. @returns false when word was left meanwhile: there is more to deliver, and the lease stays */
  async release(after: number): Promise<boolean> {
    const released = await this.#update({
      UpdateExpression: 'SET #after = :after REMOVE leaseToken, leaseUntil',
      ConditionExpression: `leaseToken = :token AND ${this.#seenBells > 0 ? 'bells = :bells' : 'attribute_not_exists(bells)'}`,
      ExpressionAttributeNames: { '#after': 'after' },
      ExpressionAttributeValues: {
        ':after': after,
        ':token': this.#token,
        ...(this.#seenBells > 0 && { ':bells': this.#seenBells }),
      },
    });
    if (released) return true;
    const row = await this.#moveTo(after);
    // A lost lease is as good as a released one: whoever took it delivers.
    if (!row) return true;
    // Whatever they speak of is read from here on.
    this.#seenBells = row.bells;
    return false;
  }

  #moveTo(after: number): Promise<Row | undefined> {
    return this.#update({
      UpdateExpression: 'SET #after = :after, leaseUntil = :until, #ttl = :ttl',
      ConditionExpression: 'leaseToken = :token',
      ExpressionAttributeNames: { '#after': 'after', '#ttl': 'ttl' },
      ExpressionAttributeValues: { ...this.#lease(), ':after': after },
    });
  }

  #lease() {
    return { ':token': this.#token, ':until': Date.now() + this.#leaseMs, ':ttl': ttlAfter(KEPT_SECONDS) };
  }

  async #update(change: Omit<UpdateCommand['input'], 'TableName' | 'Key'>): Promise<Row | undefined> {
    const { db, TableName } = this.#table;
    const Key = cursorKey(this.#place.sessionId, this.#place.webhookId);
    try {
      const { Attributes } = await db.send(new UpdateCommand({ TableName, Key, ...change, ReturnValues: 'ALL_NEW' }));
      return Row.parse(Attributes);
    } catch (error) {
      if (isConditionFailure(error)) return undefined;
      throw error;
    }
  }
}

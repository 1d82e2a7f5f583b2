/**
 * The one table in this process's memory: conditional writes, consistent reads and indexes that lag, as DynamoDB has them.
 * The contract suites of `core/store` run against it too.
 */
import type { Table } from '../../core/store/table.ts';
import { conditionOf, type Given, type Item, updateOf } from './expressions.ts';
import { keysOf, SortedItems } from './sortedItems.ts';

/** Hash and sort attribute of each index; those under `pk` are read with the table, the others lag. */
const INDEXES: Record<string, [hash: string, sort: string]> = {
  owner: ['owner', 'ownerOrder'],
  tenant: ['tenant', 'tenantOrder'],
  feed: ['feed', 'feedOrder'],
  outbox: ['pk', 'outbox'],
  chat: ['pk', 'chatTime'],
  time: ['pk', 'time'],
};

interface Input {
  TableName: string;
  Key: Item;
  Item: Item;
  ConditionExpression?: string;
  UpdateExpression: string;
  KeyConditionExpression: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Item;
  ReturnValues?: string;
  IndexName?: string;
  ScanIndexForward?: boolean;
  Limit?: number;
  ExclusiveStartKey?: Item;
  RequestItems: Record<string, { Keys: Item[] }>;
}
interface Command {
  constructor: { name: string };
  input: unknown;
}

export class MemoryTable {
  readonly #partitions = new Map<string, SortedItems>();
  readonly #indexes = new Map<string, SortedItems>();
  readonly #now: () => number;
  readonly #lagMs: number;

  /** Conditional writes whose condition was false. */
  refused = 0;

  /** @param lag how far indexes may be behind, by that clock */
  constructor(lag: { now: () => number; ms: number } = { now: () => 0, ms: 0 }) {
    this.#now = lag.now;
    this.#lagMs = lag.ms;
  }

  /** As `core/store` takes it. */
  get table(): Table {
    return tableOf(async (command) => this.do(command));
  }

  /** Does what a command says, at once. @throws what the SDK would */
  do(command: Command): Item {
    const input = command.input as Input;
    switch (command.constructor.name) {
      case 'GetCommand':
        return { Item: this.#find(input.Key) };
      case 'BatchGetCommand':
        return this.#batchGet(input);
      case 'QueryCommand':
        return this.#query(input);
      case 'PutCommand':
        this.#check(input, this.#find(input.Item));
        return this.#store(this.#find(input.Item), withoutUndefined(input.Item));
      case 'UpdateCommand':
        return this.#update(input);
      case 'DeleteCommand':
        this.#check(input, this.#find(input.Key));
        return this.#store(this.#find(input.Key), undefined);
      default:
        throw new Error(`the table does not know ${command.constructor.name}`);
    }
  }

  #find({ pk, sk }: Item): Item | undefined {
    return this.#partitions.get(String(pk))?.get(String(sk));
  }

  #check(input: Input, item: Item = {}): void {
    const { ConditionExpression } = input;
    if (!ConditionExpression || conditionOf(ConditionExpression)(item, givenOf(input))) return;
    this.refused += 1;
    throw Object.assign(new Error('The conditional request failed'), { name: 'ConditionalCheckFailedException' });
  }

  #update(input: Input): Item {
    const before = this.#find(input.Key);
    this.#check(input, before);
    const after = { ...input.Key, ...before };
    updateOf(input.UpdateExpression)(before ?? {}, after, givenOf(input));
    this.#store(before, after);
    return input.ReturnValues === 'ALL_NEW' ? { Attributes: after } : {};
  }

  #batchGet({ RequestItems }: Input): Item {
    const found = Object.entries(RequestItems).map(([name, { Keys }]) => [name, Keys.map((key) => this.#find(key))]);
    return {
      Responses: Object.fromEntries(
        found.map(([name, items]) => [name, (items as Item[]).filter((item) => item !== undefined)]),
      ),
    };
  }

  #query({ IndexName, KeyConditionExpression, ScanIndexForward = true, Limit, ...input }: Input): Item {
    const given = givenOf(input);
    const [hash, sort] = INDEXES[IndexName ?? ''] ?? ['pk', 'sk'];
    const isGlobal = hash !== 'pk';
    const place = String(hashIn(KeyConditionExpression, hash, given));
    const among = isGlobal ? this.#indexes.get(`${IndexName} ${place}`) : this.#partitions.get(place);
    const fits = conditionOf(KeyConditionExpression);
    const inOrder = isGlobal ? among?.asOf(this.#now(), this.#lagMs) : among?.by(sort);
    let items = (inOrder ?? []).filter((item) => item[sort] !== undefined && fits(item, given));
    if (!ScanIndexForward) items.reverse();
    const start = input.ExclusiveStartKey;
    if (start) items = items.slice(items.findIndex(({ pk, sk }) => pk === start['pk'] && sk === start['sk']) + 1);
    const page = Limit === undefined ? items : items.slice(0, Limit);
    const last = page.length < items.length ? page.at(-1) : undefined;
    const Items = IndexName && !isGlobal ? page.map((item) => keysOf(item, hash, sort)) : page;
    return { Items, LastEvaluatedKey: last && keysOf(last, hash, sort) };
  }

  #store(before: Item | undefined, after: Item | undefined): Item {
    const { pk, sk } = (after ?? before ?? {}) as { pk: string; sk: string };
    if (after) sortedAt(this.#partitions, pk, ['pk', 'sk']).set(sk, after);
    else this.#partitions.get(pk)?.delete(sk);
    for (const [index, [hash, sort]] of Object.entries(INDEXES)) {
      if (hash === 'pk') continue;
      const [from, to] = [before, after].map((item) =>
        item?.[hash] === undefined || item[sort] === undefined ? undefined : `${index} ${item[hash] as string}`,
      );
      if (from !== undefined && from !== to) this.#indexes.get(from)?.delete(`${pk} ${sk}`);
      if (to !== undefined && after) sortedAt(this.#indexes, to, [hash, sort]).set(`${pk} ${sk}`, after);
    }
    return {};
  }
}

/** What `core/store` takes for a table, made of a way to have commands done. */
export const tableOf = (send: (command: Command) => Promise<Item>): Table =>
  ({ db: { send }, TableName: 'keepline' }) as unknown as Table;

function sortedAt(all: Map<string, SortedItems>, place: string, [hash, sort]: [string, string]): SortedItems {
  const found = all.get(place) ?? new SortedItems(hash, sort);
  all.set(place, found);
  return found;
}

const givenOf = (input: Pick<Input, 'ExpressionAttributeNames' | 'ExpressionAttributeValues'>): Given => ({
  names: input.ExpressionAttributeNames,
  values: input.ExpressionAttributeValues,
});

/** The value that a key condition wants of the hash attribute. */
function hashIn(condition: string, hash: string, { names, values }: Given): unknown {
  for (const [, name = '', value = ''] of condition.matchAll(/([#\w]+) = (:\w+)/g)) {
    if ((names?.[name] ?? name) === hash) return values?.[value];
  }
  throw new Error(`no ${hash} in ${condition}`);
}

const withoutUndefined = (item: Item): Item =>
  Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined));

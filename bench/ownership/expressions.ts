/** DynamoDB's expressions, as far as the product uses them: read once, then run over plain values. */
import { isDeepStrictEqual } from 'node:util';

export type Item = Record<string, unknown>;
export interface Given {
  names?: Record<string, string> | undefined;
  values?: Item | undefined;
}
type Operand = (item: Item, given: Given) => unknown;
type Condition = (item: Item, given: Given) => boolean;
type Change = (item: Item, given: Given) => void;

const TOKEN = /\s*(#?[A-Za-z_]\w*|:\w+|<=|>=|<>|[=<>(),.+-])/y;

class Tokens {
  readonly #list: string[] = [];
  #at = 0;

  constructor(text: string) {
    TOKEN.lastIndex = 0;
    for (let found = TOKEN.exec(text); found; found = TOKEN.exec(text)) this.#list.push(found[1] ?? '');
    const read = this.#list.join('').length;
    if (read !== text.replaceAll(/\s/g, '').length) throw new Error(`not understood: ${text}`);
  }

  get next(): string {
    return this.#list[this.#at] ?? '';
  }

  take(): string {
    return this.#list[this.#at++] ?? '';
  }

  /** Takes a word, where it is the next one. */
  skip(word: string): boolean {
    const isNext = this.next.toUpperCase() === word;
    if (isNext) this.#at += 1;
    return isNext;
  }

  expect(word: string): void {
    if (!this.skip(word)) throw new Error(`"${word}" is wanted, not "${this.next}"`);
  }
}

const remembered = <T>(read: (text: string) => T): ((text: string) => T) => {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text) ?? read(text);
    known.set(text, found);
    return found;
  };
};

export const conditionOf: (text: string) => Condition = remembered((text) => anyOf(new Tokens(text)));

function anyOf(tokens: Tokens): Condition {
  const left = allOf(tokens);
  if (!tokens.skip('OR')) return left;
  const right = anyOf(tokens);
  return (item, given) => left(item, given) || right(item, given);
}

function allOf(tokens: Tokens): Condition {
  const left = oneOf(tokens);
  if (!tokens.skip('AND')) return left;
  const right = allOf(tokens);
  return (item, given) => left(item, given) && right(item, given);
}

function oneOf(tokens: Tokens): Condition {
  if (tokens.skip('NOT')) {
    const condition = oneOf(tokens);
    return (item, given) => !condition(item, given);
  }
  if (tokens.skip('(')) {
    const condition = anyOf(tokens);
    tokens.expect(')');
    return condition;
  }
  const test = TESTS[tokens.next];
  if (!test) return comparison(tokens);
  tokens.take();
  const [left, right] = inBrackets(tokens);
  return (item, given) => test(left?.(item, given), right?.(item, given));
}

const TESTS: Record<string, (left: unknown, right: unknown) => boolean> = {
  attribute_exists: (left) => left !== undefined,
  attribute_not_exists: (left) => left === undefined,
  begins_with: (left, right) => typeof left === 'string' && left.startsWith(String(right)),
};

function comparison(tokens: Tokens): Condition {
  const left = operand(tokens);
  if (tokens.skip('BETWEEN')) {
    const least = operand(tokens);
    tokens.expect('AND');
    const most = operand(tokens);
    return (item, given) => {
      const value = left(item, given) as string;
      return value >= (least(item, given) as string) && value <= (most(item, given) as string);
    };
  }
  const compare = COMPARISONS[tokens.take()];
  if (!compare) throw new Error('a comparison is wanted');
  const right = operand(tokens);
  return (item, given) => compare(left(item, given), right(item, given));
}

/** What is not there is neither equal to, nor less or more than anything. */
const ordered = (compare: (left: string, right: string) => boolean) => (left: unknown, right: unknown) =>
  typeof left === typeof right && left !== undefined && compare(left as string, right as string);
const isEqual = (left: unknown, right: unknown) =>
  typeof left === 'object' ? isDeepStrictEqual(left, right) : left !== undefined && left === right;
const COMPARISONS: Record<string, (left: unknown, right: unknown) => boolean> = {
  '=': isEqual,
  '<>': (left, right) => !isEqual(left, right),
  '<': ordered((left, right) => left < right),
  '>': ordered((left, right) => left > right),
  '<=': ordered((left, right) => left <= right),
  '>=': ordered((left, right) => left >= right),
};

function inBrackets(tokens: Tokens): Operand[] {
  tokens.expect('(');
  const found = [operand(tokens)];
  while (tokens.skip(',')) found.push(operand(tokens));
  tokens.expect(')');
  return found;
}

function operand(tokens: Tokens): Operand {
  const word = tokens.next;
  if (word === 'if_not_exists') {
    tokens.take();
    const [known, otherwise] = inBrackets(tokens);
    return (item, given) => known?.(item, given) ?? otherwise?.(item, given);
  }
  if (word.startsWith(':')) {
    tokens.take();
    return (_, { values }) => values?.[word];
  }
  const path = pathOf(tokens);
  return (item, given) => path(given).reduce<unknown>((at, name) => (at as Item | undefined)?.[name], item);
}

/** The names along which an attribute is reached. */
function pathOf(tokens: Tokens): (given: Given) => string[] {
  const words = [tokens.take()];
  while (tokens.skip('.')) words.push(tokens.take());
  return ({ names }) => words.map((word) => (word.startsWith('#') ? (names?.[word] ?? word) : word));
}

/** Everything is reckoned from the item as it was; `changed` is a copy of it. */
export const updateOf: (text: string) => (before: Item, changed: Item, given: Given) => void = remembered((text) => {
  const tokens = new Tokens(text);
  const changes: ((before: Item, given: Given) => Change)[] = [];
  while (tokens.next !== '') {
    const clause = CLAUSES[tokens.take().toUpperCase()];
    if (!clause) throw new Error(`not understood: ${text}`);
    do changes.push(clause(tokens));
    while (tokens.skip(','));
  }
  return (before, changed, given) => {
    for (const change of changes.map((make) => make(before, given))) change(changed, given);
  };
});

const CLAUSES: Record<string, (tokens: Tokens) => (before: Item, given: Given) => Change> = {
  SET: (tokens) => {
    const path = pathOf(tokens);
    tokens.expect('=');
    const left = operand(tokens);
    const sign = tokens.skip('+') ? 1 : tokens.skip('-') ? -1 : 0;
    const right = sign === 0 ? undefined : operand(tokens);
    return (before, given) => {
      const value = left(before, given);
      const added = right && (value as number) + sign * (right(before, given) as number);
      return (item) => put(item, path(given), added ?? value);
    };
  },
  ADD: (tokens) => {
    const [path, value] = [pathOf(tokens), operand(tokens)];
    return (before, given) => {
      const names = path(given);
      const known = names.reduce<unknown>((at, name) => (at as Item | undefined)?.[name], before) ?? 0;
      return (item) => put(item, names, (known as number) + (value(before, given) as number));
    };
  },
  REMOVE: (tokens) => {
    const path = pathOf(tokens);
    return (_, given) => (item) => put(item, path(given), undefined);
  },
};

function put(item: Item, [name = '', ...rest]: string[], value: unknown): void {
  if (rest.length > 0) {
    const inner = { ...(item[name] as Item) };
    put(inner, rest, value);
    item[name] = inner;
  } else if (value === undefined) delete item[name];
  else item[name] = value;
}

import { on } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { endProcess, type Started, startProcess } from '../../local/process/start.ts';
import { type LinkedAccount, toText } from '../fleet/account.ts';
import type { Answer, Order } from './orders.ts';

const GRACE_MS = 2_000;
/** Nothing that the bench asks for takes longer. */
const PATIENCE_MS = 120_000;

/** Bare Baileys, in a process of its own that is started as the worker's is: what ours is measured against. */
export class Bare implements AsyncDisposable {
  readonly #process: Started;
  readonly #dir: string;

  /** @param dir for files */
  static async start(url: string, dir: string): Promise<Bare> {
    const started = startProcess('bench/bare/process.ts', [url], {});
    started.child.stderr?.pipe(process.stderr);
    await answerOf(started, 'ready');
    return new Bare(started, dir);
  }

  private constructor(started: Started, dir: string) {
    this.#process = started;
    this.#dir = dir;
  }

  get pid(): number {
    return this.#process.child.pid ?? 0;
  }

  /** Logs in as all of them; they come back by themselves whenever they are dropped. */
  async open(accounts: readonly LinkedAccount[], lanes = 4): Promise<void> {
    const file = join(this.#dir, 'bare.json');
    await writeFile(file, toText(accounts));
    await this.#obeyed({ do: 'open', file, lanes });
  }

  /** The first that were opened, one for each number, send so many texts to it, one after the other. */
  async send(to: string[], texts: number): Promise<void> {
    await this.#obeyed({ do: 'send', to, texts });
  }

  /** Links one more: `scan` gets the code, and when it resolves this goes on until the first login. */
  async pair(scan: (qr: string) => Promise<void>): Promise<void> {
    const shown = answerOf(this.#process, 'shown');
    const linked = this.#obeyed({ do: 'pair' });
    await scan((await shown).qr);
    await linked;
  }

  async close(): Promise<void> {
    await this.#obeyed({ do: 'close' });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await endProcess(this.#process, GRACE_MS);
  }

  async #obeyed(order: Order): Promise<void> {
    const done = answerOf(this.#process, 'done');
    this.#process.child.send(order);
    await done;
  }
}

/** The next answer of a type. */
async function answerOf<T extends Answer['type']>({ child }: Started, type: T): Promise<Extract<Answer, { type: T }>> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  for await (const [answer] of on(child, 'message', { signal: patience }) as AsyncIterable<[Answer]>) {
    if (answer.type === 'failed') throw new Error(`bare Baileys: ${answer.words}`);
    if (answer.type === type) return answer as Extract<Answer, { type: T }>;
  }
  throw new Error('bare Baileys ended');
}

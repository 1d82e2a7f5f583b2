import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalOptions } from '../../local/stack.ts';
import { World } from '../../test/journeys/world.ts';
import { Bare } from '../bare/bare.ts';
import type { LinkedAccount } from './account.ts';
import { adopt } from './adopt.ts';
import { linkAccounts } from './linkAccounts.ts';
import { openStores, type Stores } from './stores.ts';

const LOOK_MS = 100;
const PATIENCE_MS = 180_000;

/** The whole system with many linked accounts, and bare Baileys beside it. */
export class Fleet implements AsyncDisposable {
  readonly world: World;
  readonly stores: Stores;
  readonly #unused: LinkedAccount[];

  /** @param accounts how many people have a linked device that waits to be taken, by ours or by bare Baileys */
  static async open(accounts: number, options: Partial<LocalOptions> = {}): Promise<Fleet> {
    let linked: LinkedAccount[] = [];
    const world = await World.open(options, (stateDir) => {
      linked = linkAccounts(stateDir, accounts);
    });
    return new Fleet(world, linked);
  }

  private constructor(world: World, accounts: LinkedAccount[]) {
    this.world = world;
    this.stores = openStores(world);
    this.#unused = accounts;
  }

  get whatsapp(): string {
    return `${this.world.simulator.replace('http', 'ws')}/ws/chat`;
  }

  /** The only worker's process. */
  get worker(): number {
    return this.world.stack.workers[0]?.pid ?? 0;
  }

  take(count: number): LinkedAccount[] {
    return this.#unused.splice(0, count);
  }

  bare(): Promise<Bare> {
    return Bare.start(this.whatsapp, this.world.stateDir);
  }

  /** Takes accounts and has the system connect them. @returns when all are connected */
  async adopt(count: number, tenant = 'member') {
    const connected = await this.connected();
    const accounts = this.take(count);
    const sessions = await adopt(this.stores, tenant, accounts);
    await this.until(connected + count);
    return accounts.flatMap(({ number }, i) => sessions.slice(i, i + 1).map((session) => ({ number, session })));
  }

  /** How many devices are logged in, ours and others. */
  async connected(): Promise<number> {
    return (await this.world.stats())['connected'] ?? 0;
  }

  /** Resolves when so many devices are logged in. */
  async until(count: number): Promise<void> {
    const patience = performance.now() + PATIENCE_MS;
    while ((await this.connected()) !== count) {
      if (performance.now() > patience) throw new Error(`only ${await this.connected()} of ${count} are connected`);
      await sleep(LOOK_MS);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stores[Symbol.asyncDispose]();
    await this.world[Symbol.asyncDispose]();
  }
}

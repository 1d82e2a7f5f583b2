import type { AuthenticationCreds, UserFacingSocketConfig } from '@whiskeysockets/baileys';
import { vi } from 'vitest';
import type { Simulator } from '../../simulator/start.ts';
import { startSimulator } from '../../simulator/start.ts';
import { Client } from './client.ts';
import type { ControlReply } from './controlClient.ts';
import { callControl } from './controlClient.ts';
import { Person } from './person.ts';
import { temporaryFolder } from './temporaryFolder.ts';

// The library under test prints whole sessions, private keys included, when it closes one.
console.info = () => undefined;
console.warn = () => undefined;

// Longer than a story's own patience, which says what it waited for.
vi.setConfig({ testTimeout: 40_000, hookTimeout: 40_000 });

type Stats = Record<string, number> & { malformedBy?: Record<string, number> };
const PATIENCE_MS = 15_000;

/** A simulator with people and clients, told as a story. */
export class Story {
  simulator: Simulator;
  readonly #stateDir: string | undefined;
  readonly #clients: Client[] = [];
  readonly #people: Person[] = [];

  constructor(simulator: Simulator, stateDir?: string) {
    this.simulator = simulator;
    this.#stateDir = stateDir;
  }

  get url(): string {
    return this.simulator.url;
  }

  /** Somebody with a phone. */
  async phone(name?: string): Promise<Person> {
    const { body } = await this.call<{ number: string; lid: string }>('POST /phones', { name });
    const person = new Person(this, body.number, body.lid);
    this.#people.push(person);
    await person.listen();
    return person;
  }

  /** A bare client that is linked to a phone and logged in. */
  async pair(person: Person, config: Partial<UserFacingSocketConfig> = {}): Promise<Client> {
    const client = this.client(config);
    await person.scan(await client.qr());
    await client.opened();
    await client.synced();
    return client;
  }

  /** A bare client that shows a QR code. */
  client(config: Partial<UserFacingSocketConfig> = {}, creds?: AuthenticationCreds): Client {
    const client = new Client(this, config);
    this.#clients.push(client);
    client.connect(creds);
    return client;
  }

  call<Body = Record<string, unknown>>(call: string, body?: unknown): Promise<ControlReply<Body>> {
    return callControl<Body>(this.url, call, body);
  }

  async stats(): Promise<Stats> {
    return (await this.call<Stats>('GET /stats')).body;
  }

  /** The stats, as soon as they are what they should be. */
  async statsWhen(fits: (stats: Stats) => boolean): Promise<Stats> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const stats = await this.stats();
      if (fits(stats)) return stats;
      if (Date.now() > end) throw new Error(`the stats never fitted: ${JSON.stringify(stats)}`);
    }
  }

  /** Ends the simulator and starts it again on what it kept. */
  async restart(): Promise<void> {
    await this.simulator.close();
    this.simulator = await startSimulator({ port: 0, stateDir: this.#stateDir! });
    for (const person of this.#people) await person.listen();
  }

  async end(): Promise<void> {
    for (const client of this.#clients) await client.end();
    for (const person of this.#people) person.ignore();
    await this.simulator.close();
  }
}

/** Starts a story; with `keep` the simulator keeps its state in a folder of its own. */
export async function startStory({ keep = false } = {}): Promise<Story> {
  const stateDir = keep ? temporaryFolder() : undefined;
  return new Story(await startSimulator({ port: 0, ...(stateDir ? { stateDir } : {}) }), stateDir);
}

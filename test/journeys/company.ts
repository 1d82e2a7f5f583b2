/** A tenant with two sessions, and with every kind of client that may listen to them, on connections that break. */
import { setTimeout as pause } from 'node:timers/promises';
import type { RawData } from 'ws';
import { AnyEventPage, AnyFeedPage, type AnyEvent } from '../../client/events.ts';
import { type Http, Live } from '../../client/index.ts';
import { Ticket } from '../../core/model/apiKeys.ts';
import { SessionId } from '../../core/model/ids.ts';
import { WEBHOOK_EVENT_TYPES } from '../../core/model/webhooks.ts';
import { cuttable } from './cuttable.ts';
import { Endpoint } from './endpoint.ts';
import type { Phone } from './phone.ts';
import { Waiter } from './waiter.ts';
import type { WatchedSession } from './watchedSession.ts';
import type { Tenant, World } from './world.ts';

/** One of a company's clients: what it was given, by session and `seq`, and every byte that it was pushed. */
interface Ear {
  name: string;
  /** Of which events it is to be told. */
  hears: (event: AnyEvent) => boolean;
  got: Map<string, AnyEvent>;
  cut: () => void;
}

export const placeOf = ({ sessionId, seq }: AnyEvent): string => `${sessionId} ${seq}`;
const TYPES: ReadonlySet<string> = new Set(WEBHOOK_EVENT_TYPES);
const ALL = 'all sessions';
const timing = { backoff: { first: 5, longest: 100 } };

export class Company implements AsyncDisposable {
  readonly tenant: Tenant;
  readonly phones: [Phone, Phone];
  readonly sessions: [WatchedSession, WatchedSession];
  readonly ears: Ear[] = [];
  /** Whatever came over WebSockets, as text: a client drops what it did not ask for, and none of that may come. */
  readonly overheard: string[] = [];
  /** What had happened before all of them listened. */
  readonly #old = new Set<string>();
  readonly #world: World;
  readonly #waiter = new Waiter();
  readonly #tidy = new AsyncDisposableStack();

  static async open(world: World, name: string): Promise<Company> {
    const tenant = await world.tenant('member', name);
    const phones: [Phone, Phone] = [await world.phone(`${name} 1`), await world.phone(`${name} 2`)];
    const [first, second] = await Promise.all(phones.map((phone) => world.linked(tenant, phone)));
    if (!first || !second) throw new Error('two sessions were linked');
    const company = new Company(world, tenant, phones, [first, second]);
    await company.#listen();
    for (const event of await company.events()) company.#old.add(placeOf(event));
    return company;
  }

  private constructor(
    world: World,
    tenant: Tenant,
    phones: [Phone, Phone],
    sessions: [WatchedSession, WatchedSession],
  ) {
    this.#world = world;
    this.tenant = tenant;
    this.phones = phones;
    this.sessions = sessions;
  }

  get ids(): string[] {
    return this.sessions.map(({ id }) => id);
  }

  /** Every event since that the company's journals hold. */
  async events(): Promise<AnyEvent[]> {
    const all: AnyEvent[] = [];
    for (const id of this.ids) {
      for (let complete = false; !complete;) {
        const after = all.findLast(({ sessionId }) => sessionId === id)?.seq ?? 0;
        const page = await this.tenant.http.listEvents(id, { after, limit: 100 });
        all.push(...page.events);
        ({ complete } = page);
      }
    }
    return all.filter((event) => !this.#old.has(placeOf(event)));
  }

  /** The places of what a client was given, those of before left out. */
  heardBy({ got }: Ear): string[] {
    return [...got.keys()].filter((place) => !this.#old.has(place)).toSorted();
  }

  /** Resolves when a client was given all of these that it is to be told of. */
  async given(ear: Ear, events: AnyEvent[]): Promise<void> {
    const missing = () => events.filter((event) => ear.hears(event) && !ear.got.has(placeOf(event)));
    const find = () => (missing().length === 0 ? true : undefined);
    await this.#waiter.until(`what ${ear.name} is to hear`, find, () => missing().slice(0, 3));
  }

  /** Resolves when the client of all sessions was given so many events of a kind. */
  async has(id: string, type: AnyEvent['type'], count: number): Promise<void> {
    const told = () => this.ears.flatMap(({ name, got }) => (name === ALL ? [...got.values()] : []));
    const found = () => told().filter((event) => event.sessionId === id && event.type === type).length;
    await this.#waiter.until(`${count} times ${type}`, () => (found() >= count ? true : undefined), found);
  }

  /** Breaks every connection. */
  cut(): void {
    for (const { cut } of this.ears) cut();
  }

  async #listen(): Promise<void> {
    const [{ id: first }, { id: second }] = this.sessions;
    const { http } = this.tenant;
    this.#live(
      'one session',
      http,
      ({ sessionId }) => sessionId === first,
      (live, event) => live.subscribe(first, { event }, 0),
    );
    const { cursor: start } = await http.listAllEvents({ limit: 100 });
    this.#live(
      ALL,
      http,
      () => true,
      (live, event) => live.subscribeAll({ event }, start),
    );
    const sessions = [SessionId.parse(second)];
    const { secret } = await http.createApiKey({ name: 'bound', scopes: ['sessions:read'], sessions });
    this.#live(
      'a bound key',
      this.#withKey(secret),
      ({ sessionId }) => sessionId === second,
      (live, event) => live.subscribeAll({ event }, start),
    );
    this.#poll();
    await this.#hook('the webhook of all', undefined);
    await this.#hook('the webhook of one', first);
  }

  #ear(name: string, hears: Ear['hears'], cut = () => {}): (event: AnyEvent) => void {
    const ear: Ear = { name, hears, got: new Map(), cut };
    this.ears.push(ear);
    return (event) => {
      ear.got.set(placeOf(event), event);
      this.#waiter.changed();
    };
  }

  #live(
    name: string,
    http: Pick<Http, 'createTicket' | 'listEvents' | 'listAllEvents'>,
    hears: Ear['hears'],
    subscribe: (live: Live, event: (event: AnyEvent) => void) => void,
  ): void {
    const sockets = cuttable();
    const { overheard } = this;
    class Overheard extends sockets.WebSocket {
      constructor(address: URL) {
        super(address);
        this.on('message', (data: RawData) => overheard.push((data as Buffer).toString()));
      }
    }
    const live = new Live({ websocket: this.#world.stack.endpoints.websocket, http, timing, WebSocket: Overheard });
    this.#tidy.defer(() => live.close());
    subscribe(
      live,
      this.#ear(name, hears, () => sockets.cut()),
    );
  }

  /** As a program follows that has just HTTP, and asks ten times a second. */
  #poll(): void {
    const given = this.#ear('GET /api/events', () => true);
    const over = new AbortController();
    const follow = async () => {
      for (let cursor: string | undefined; !over.signal.aborted;) {
        const page = await this.tenant.http.listAllEvents({ after: cursor, limit: 50, signal: over.signal });
        ({ cursor } = page);
        for (const event of page.events) given(event);
        if (page.complete) await pause(100, undefined, { signal: over.signal });
      }
    };
    const following = follow().catch((error: unknown) => {
      if (!over.signal.aborted) throw error;
    });
    this.#tidy.defer(() => following);
    this.#tidy.defer(() => over.abort());
  }

  async #hook(name: string, sessionId: string | undefined): Promise<void> {
    const endpoint = this.#tidy.use(await Endpoint.open());
    const given = this.#ear(
      name,
      (event) => TYPES.has(event.type) && event.sessionId === (sessionId ?? event.sessionId),
    );
    endpoint.behave = (event) => {
      given(event);
      return 200;
    };
    const made = await this.tenant.http.createWebhook({
      url: endpoint.url,
      sessionId: SessionId.optional().parse(sessionId),
    });
    endpoint.secret = made.secret;
  }

  #withKey(secret: string): Pick<Http, 'createTicket' | 'listEvents' | 'listAllEvents'> {
    const get = async (path: string, query: { after?: unknown } = {}, method = 'GET') => {
      const url = new URL(path, this.#world.stack.endpoints.api);
      if (query.after !== undefined) url.searchParams.set('after', `${query.after as string | number}`);
      return (await fetch(url, { method, headers: { 'x-api-key': secret } })).json() as Promise<unknown>;
    };
    return {
      createTicket: async () => Ticket.parse(await get('/api/tickets', {}, 'POST')),
      listEvents: async (id, query) => AnyEventPage.parse(await get(`/api/sessions/${id}/events`, query)),
      listAllEvents: async (query) => AnyFeedPage.parse(await get('/api/events', query)),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#tidy.disposeAsync();
  }
}

/** A tenant's program that webhooks are delivered to: it verifies, keeps what it got, and answers as it is told. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook as Verifier } from 'standardwebhooks';
import { WebhookEvent } from '../../core/model/webhooks.ts';
import { Waiter } from './waiter.ts';

/** A status; or it takes its time, never answers, closes the connection, or sends the caller elsewhere. */
export type Behaviour = number | 'hang' | 'close' | { status: number; afterMs: number } | { redirect: string };

export interface Request {
  event: WebhookEvent;
  headers: Record<string, string>;
  body: string;
}

export class Endpoint implements AsyncDisposable {
  readonly url: string;
  /** Everything that came, in order, each verified by the library. */
  readonly got: Request[] = [];
  /** What did not verify. */
  readonly forged: string[] = [];
  /** What to answer; `nth` counts, from 1, how often this event has come. */
  behave: (event: WebhookEvent, nth: number) => Behaviour = () => 200;
  secret = '';
  readonly #server;
  readonly #waiter = new Waiter();

  static async open(): Promise<Endpoint> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Endpoint(server);
  }

  private constructor(server: ReturnType<typeof createServer>) {
    this.#server = server.on('request', (request, response) => void this.#take(request, response));
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  }

  async until<T>(what: string, find: () => T | undefined, ms?: number): Promise<T> {
    return this.#waiter.until(what, find, () => this.texts, ms);
  }

  /** Of the text messages that came, each time that they came. */
  get texts(): string[] {
    return this.got.map(({ event }) => textOf(event) ?? event.type);
  }

  /** Resolves when a text has come so often. */
  async gets(text: string, times = 1, ms?: number): Promise<Request> {
    return this.until(
      `"${text}" ${times} times`,
      () => this.got.filter(({ event }) => textOf(event) === text)[times - 1],
      ms,
    );
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    const body = Buffer.concat(parts).toString();
    const headers = request.headers as Record<string, string>;
    const event = this.#verified(body, headers);
    if (!event) return void response.writeHead(400).end();
    this.got.push({ event, headers, body });
    const behaviour = this.behave(event, this.got.filter((one) => one.event.id === event.id).length);
    answer(response, behaviour);
    this.#waiter.changed();
  }

  #verified(body: string, headers: Record<string, string>): WebhookEvent | undefined {
    try {
      const event = WebhookEvent.parse(new Verifier(this.secret).verify(body, headers));
      if (event.id !== headers['webhook-id']) throw new Error('the id in the header is another one');
      return event;
    } catch (error) {
      this.forged.push(`${String(error)} ${body}`);
      return undefined;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

function answer(response: ServerResponse, behaviour: Behaviour): void {
  if (behaviour === 'hang') return;
  if (behaviour === 'close') return void response.destroy();
  if (typeof behaviour === 'number') return void response.writeHead(behaviour).end('thank you');
  if ('redirect' in behaviour) return void response.writeHead(307, { location: behaviour.redirect }).end();
  setTimeout(() => response.writeHead(behaviour.status).end(), behaviour.afterMs);
}

export const textOf = (event: WebhookEvent): string | undefined =>
  event.type === 'message_received' && event.message.content.type === 'text' ? event.message.content.text : undefined;

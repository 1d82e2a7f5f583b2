/** The whole system, as `npm start` brings it up, with the people who use it. */
import { on, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AttributeValue, DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { createHttp, type Http, Live } from '../../client/index.ts';
import type { Message } from '../../core/model/message.ts';
import { type LocalOptions, type LocalStack, startLocal } from '../../local/stack.ts';
import { Permissions } from '../permissions/permissions.ts';
import { callControl } from '../simulator/controlClient.ts';
import { WITHOUT_LIMITS } from '../withoutLimits.ts';
import { Phone } from './phone.ts';
import { WatchedSession } from './watchedSession.ts';

/** Somebody who calls our API. */
export interface Tenant {
  token: string;
  http: Http;
  live: Live;
}

export class World implements AsyncDisposable {
  stack: LocalStack;
  readonly stateDir: string;
  /** What functions and workers ask of AWS: the end of the world fails where AWS would have refused it. */
  readonly permissions: Permissions;
  readonly #options: Partial<LocalOptions>;
  readonly #tidy = new AsyncDisposableStack();

  /** @param prepare writes into the state folder before anything is up */
  static async open(options: Partial<LocalOptions> = {}, prepare?: (stateDir: string) => void): Promise<World> {
    const stateDir = await mkdtemp(join(tmpdir(), 'keepline-'));
    prepare?.(stateDir);
    const permissions = new Permissions(options.traffic);
    const watched = { ...options, traffic: permissions.traffic };
    return new World(stateDir, watched, permissions, await bringUp(stateDir, watched));
  }

  private constructor(stateDir: string, options: Partial<LocalOptions>, permissions: Permissions, stack: LocalStack) {
    this.stateDir = stateDir;
    this.permissions = permissions;
    this.#options = options;
    this.stack = stack;
  }

  /** Ends everything in order and brings it up again on the same state, at new addresses. */
  async restart(): Promise<void> {
    await this.stack.stop();
    this.stack = await bringUp(this.stateDir, this.#options);
  }

  async tenant(user: 'member' | 'admin' = 'member', name?: string): Promise<Tenant> {
    const { api, websocket } = this.stack.endpoints;
    const token = await this.stack.token(user, name);
    const give = async () => token;
    const http = createHttp({ api, token: give });
    const live = new Live({ websocket, http });
    this.#tidy.defer(() => live.close());
    return { token, http, live };
  }

  get simulator(): string {
    const { simulator } = this.stack.endpoints;
    if (!simulator) throw new Error('there is no simulator');
    return simulator;
  }

  async phone(name: string): Promise<Phone> {
    const { body } = await callControl<{ number: string }>(this.simulator, 'POST /phones', { name });
    return this.phoneOf(body.number);
  }

  phoneOf(number: string): Phone {
    const phone = new Phone(this.simulator, number);
    this.#tidy.defer(() => phone.close());
    return phone;
  }

  /** A session that is watched from its start. */
  async session({ http, live }: Tenant, label = 'journey'): Promise<WatchedSession> {
    return this.watch({ http, live }, (await http.createSession({ label })).id);
  }

  watch({ http, live }: Pick<Tenant, 'http' | 'live'>, id: string, after = 0): WatchedSession {
    const session = new WatchedSession(http, live, id, after);
    this.#tidy.defer(() => session.close());
    return session;
  }

  /** A session that is linked to a phone and connected. */
  async linked(tenant: Tenant, phone: Phone): Promise<WatchedSession> {
    const session = await this.session(tenant);
    await phone.scan((await session.nextQr()).qrString);
    await session.status('connected');
    return session;
  }

  /** What the table holds of a session's secrets: data keys, sealed checkpoints, a QR code. */
  async secretsOf(id: string): Promise<string[]> {
    return (await this.rowsOf(id)).map(({ sk }) => sk?.S ?? '').filter((sk) => /^(key|K|qr)/.test(sk));
  }

  /** What the table holds of a session, as it lies there. */
  async rowsOf(id: string): Promise<Record<string, AttributeValue>[]> {
    const { aws } = this.stack;
    const db = new DynamoDBClient({
      endpoint: aws['AWS_ENDPOINT_URL_DYNAMODB'] ?? '',
      region: aws['AWS_REGION'] ?? '',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const { Items = [] } = await db.send(
      new QueryCommand({
        TableName: aws['TABLE_NAME'],
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: `S#${id}` } },
      }),
    );
    db.destroy();
    return Items;
  }

  /** A file is gone from the store, as when it was kept for as long as files are. */
  async forgetsFile(id: string, mediaId: string): Promise<void> {
    const { aws } = this.stack;
    const key = `media/${id}/${mediaId}`;
    await fetch(`${aws['AWS_ENDPOINT_URL_S3']}/${aws['MEDIA_BUCKET']}/${key}`, { method: 'DELETE' });
  }

  /** Every message of a session, page by page. */
  async allMessages({ http }: Tenant, id: string): Promise<Message[]> {
    const all: Message[] = [];
    let cursor: string | undefined;
    do {
      const page = await http.listMessages(id, { limit: 50, cursor });
      all.push(...page.messages);
      cursor = page.cursor;
    } while (cursor);
    return all;
  }

  /** One frame on a connection of its own, and its answer: what it asks for may be told of before, by frames of no request. */
  async frame({ token }: Tenant, frame: string | object): Promise<Record<string, unknown>> {
    const { requestId } = typeof frame === 'string' ? {} : (frame as { requestId?: unknown });
    const socket = new WebSocket(`${this.stack.endpoints.websocket}?token=${token}`);
    try {
      await once(socket, 'open');
      socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
      for await (const [{ data }] of on(socket, 'message') as AsyncIterable<[MessageEvent<string>]>) {
        const answer = JSON.parse(data) as Record<string, unknown>;
        if (answer['requestId'] === requestId) return answer;
      }
      throw new Error('the connection was closed without an answer');
    } finally {
      socket.close();
    }
  }

  /** What the simulator counted. */
  async stats(): Promise<Record<string, number>> {
    return (await callControl<Record<string, number>>(this.simulator, 'GET /stats')).body;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#tidy.disposeAsync();
    await this.stack.stop();
    await rm(this.stateDir, { recursive: true, force: true });
    const refused = await this.permissions.refused();
    if (refused.length > 0) throw new Error(`AWS would refuse this:\n${refused.join('\n')}`);
  }
}

function bringUp(stateDir: string, options: Partial<LocalOptions>) {
  const functionEnvironment = { ...WITHOUT_LIMITS, ...options.functionEnvironment };
  return startLocal({ stateDir, port: 0, workers: 1, whatsapp: 'simulator', ...options, functionEnvironment });
}

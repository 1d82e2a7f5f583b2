/** Both functions behind the local gateway, on the stores of the local system. */
import { EventEmitter } from 'node:events';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Context as LambdaContext, Handler } from 'aws-lambda';
import * as z from 'zod';
import { listen } from '../../core/channels/bells.ts';
import { newSessionId, newWorkerId, type SessionId, TenantId } from '../../core/model/ids.ts';
import { isResting, type SessionState } from '../../core/model/session.ts';
import { claimSession, restSession } from '../../core/store/ownership.ts';
import { projectSession } from '../../core/store/projections.ts';
import { createSession, getSession } from '../../core/store/sessions.ts';
import { readConfig } from '../../lambdas/config.ts';
import { openContext } from '../../lambdas/context.ts';
import { httpStack } from '../../lambdas/http/stack.ts';
import { wsStack } from '../../lambdas/ws/stack.ts';
import { startGateway } from '../../local/gateway/start.ts';
import { at, entry } from '../store/samples.ts';
import { startStores } from '../store/stores.ts';
import { WITHOUT_LIMITS } from '../withoutLimits.ts';
import { AUDIENCE, startIssuer } from './issuer.ts';
import { catchLog } from './logLines.ts';
import { type Client, connect } from './webSocket.ts';

const Event = z.object({ requestContext: z.object({ routeKey: z.string(), connectionId: z.string() }) });

interface Request {
  token?: string | undefined;
  body?: unknown;
  headers?: Record<string, string>;
}

/** @param settings variables over those of the template */
export async function startApi(settings: Record<string, string> = {}) {
  await using starting = new AsyncDisposableStack();
  const log = starting.use(catchLog());
  const stores = starting.use(await startStores());
  const issuer = starting.use(await startIssuer());
  const gateway = starting.use(await startGateway(0));

  const environment = {
    ...stores.environment,
    WEBSOCKET_ENDPOINT: gateway.managementUrl,
    OIDC_ISSUER: issuer.url,
    OIDC_AUDIENCE: AUDIENCE,
    OIDC_JWKS_URI: issuer.jwksUri,
    OIDC_TENANT_CLAIM: 'sub',
    OIDC_ROLE_CLAIM: 'groups',
    ALLOWED_ORIGINS: 'https://console.example.com, https://*.example.org',
    ...WITHOUT_LIMITS,
    ...settings,
  };
  const clock = { aheadMs: 0 };
  const now = () => Date.now() + clock.aheadMs;
  const context = { ...openContext(readConfig(environment), 'test'), now };
  starting.defer(() => context.table.db.destroy());
  starting.defer(async () => (await context.bells.sqs()).client.destroy());
  starting.defer(async () => (await context.webhookBells.sqs()).client.destroy());
  starting.defer(async () => (await context.connectionBells.sqs()).client.destroy());
  starting.defer(async () => (await context.vault.kms()).client.destroy());
  const stacks = { 'lambdas/http/index.ts': httpStack(context), 'lambdas/ws/index.ts': wsStack(context) };
  const handlers = new Map(
    stores.blueprint.functions.map(({ name, entry: file }) => [name, stacks[file as keyof typeof stacks] as Handler]),
  );
  /** Says `done` when the functions have seen the end of a connection. */
  const disconnects = new EventEmitter();
  /** Says `opened`, with the id, when they have let one in. */
  const connections = new EventEmitter();
  gateway.serve(stores.blueprint, async (name, event) => {
    const answer: unknown = await handlers.get(name)?.(event, {} as LambdaContext, () => undefined);
    const { routeKey, connectionId } = Event.safeParse(event).data?.requestContext ?? {};
    if (routeKey === '$disconnect') disconnects.emit('done');
    if (routeKey === '$connect') connections.emit('opened', connectionId);
    return answer;
  });

  async function http(method: string, path: string, { token, body, headers = {} }: Request = {}) {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(new URL(path, gateway.url), {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body !== undefined && { body: text }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const type = response.headers.get('content-type');
    const json: unknown = type === 'application/json' ? JSON.parse(bytes.toString()) : undefined;
    return { status: response.status, headers: response.headers, bytes, json };
  }

  async function webSocket(token: string): Promise<Client> {
    const client = await connect(gateway.webSocketUrl, token);
    if (typeof client === 'number') throw new Error(`the connection was refused with ${client}`);
    return client;
  }

  /** A session of a tenant, in a state. */
  async function session(tenant: string, state?: SessionState): Promise<SessionId> {
    const { row } = await createSession(stores.table, {
      id: newSessionId(),
      tenant: TenantId.parse(tenant),
      now: at(0),
    });
    if (state) await projectSession(stores.table, row.id, entry(1, { view: { answers: 0, state } }));
    if (state && isResting(state.status)) {
      const held = { id: row.id, worker: newWorkerId(), epoch: 1 };
      await claimSession(stores.table, row.id, held.worker);
      await restSession(stores.table, held, { asks: 1, looks: 0 }, 'stopped');
    }
    return row.id;
  }

  /** The sessions whose bells are on the requests queue, waiting for one when there is none. */
  const bells = (waitSeconds = 5) =>
    listen(context.bells, context.bells.requestsUrl, { waitSeconds, signal: AbortSignal.timeout(10_000) });

  /** Everything in the table but the notes of who asked and how often, to tell that nothing changed. */
  async function rows(): Promise<unknown[]> {
    const { Items = [] } = await stores.table.db.send(new ScanCommand({ TableName: stores.table.TableName }));
    return Items.filter(({ pk }) => !/^[UN]#/.test(String(pk)));
  }

  const running = starting.move();
  return {
    ...context,
    context,
    clock,
    disconnects,
    connections,
    environment,
    cloudwatch: stores.cloudwatch,
    issuer,
    log,
    http,
    webSocket,
    webSocketUrl: gateway.webSocketUrl,
    managementUrl: gateway.managementUrl,
    session,
    bells,
    rows,
    row: (id: SessionId) => getSession(stores.table, id),
    token: (tenant: string, claims = {}) => issuer.sign({ sub: tenant, ...claims }),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
export type Api = Awaited<ReturnType<typeof startApi>>;

export const connected: SessionState = { status: 'connected', connectedAt: at(1) };

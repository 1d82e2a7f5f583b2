import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { uploadMedia } from '../../client/index.ts';
import { PATH_PARAMETERS } from '../../core/model/api/parameters.ts';
import { operationIdFor } from '../../core/model/derivedIds.ts';
import type { SessionId } from '../../core/model/ids.ts';
import { ApiDocument } from './apiDocument.ts';
import { Endpoint } from './endpoint.ts';
import { pdf } from './files.ts';
import type { Phone } from './phone.ts';
import type { WatchedSession } from './watchedSession.ts';
import { type Tenant, World } from './world.ts';

const openApi = new ApiDocument('openapi.json');
const asyncApi = new ApiDocument('asyncapi.json');
const named = (name: string) => PATH_PARAMETERS[name]?.example ?? '';
const SOMEBODY = '491701234567';
/** Of these only an operator is told. */
const OPERATORS = new Set([
  'getMetrics',
  'moveSession',
  'listWorkers',
  'listWorkerSessions',
  'drainWorker',
  'listReports',
  'listDeadLetters',
  'redriveDeadLetters',
  'getWhatsAppVersion',
  'setWhatsAppVersion',
]);
const requests = openApi.requests();
/** The last one: a worker that goes takes away for a moment what the others need. */
const DRAIN = 'drainWorker';

/** Each example of the documents does what they say, and is answered as they say. */
describe('the examples of the documents', () => {
  let world: World;
  let endpoint: Endpoint;
  let tenant: Tenant;
  let operator: Tenant;
  let bob: Phone;
  let session: WatchedSession;
  let other: WatchedSession;
  /** One to be exported. */
  let leaving: WatchedSession;
  /** Somebody with just one session. */
  let solo: Tenant;
  /** What the examples name, as it is called here. */
  let here: Record<string, string>;

  const linked = async (as = tenant) => world.linked(as, await world.phone('Somebody'));

  beforeAll(async () => {
    [world, endpoint] = await Promise.all([World.open({ workers: 2 }), Endpoint.open()]);
    [tenant, operator, bob] = [await world.tenant(), await world.tenant('admin'), await world.phone('Bob')];
    const { http } = tenant;
    const { webhook, secret } = await http.createWebhook({ url: endpoint.url });
    endpoint.secret = secret;
    solo = await world.tenant('member', crypto.randomUUID());
    [session, other, leaving] = await Promise.all([linked(), linked(), linked(), linked(solo)]);
    const mediaId = await uploadMedia(
      http,
      session.id,
      new Blob([Uint8Array.from(pdf())], { type: 'application/pdf' }),
    );
    const content = { type: 'document' as const, media: { mediaId } };
    const { messageId } = await http.sendMessage(session.id, { to: bob.number, content });
    await bob.sees(messageId);
    await bob.writes((await http.getSession(session.id)).phoneNumber ?? '', 'Hello!');
    await session.receives('Hello!');
    const group = await http.createGroup(
      session.id,
      { subject: 'Ours', members: [bob.number] },
      { idempotencyKey: 'group' },
    );
    const { apiKey } = await http.createApiKey({ name: 'one', scopes: ['sessions:read'] });
    const [worker] = (await operator.http.listWorkers()).workers;
    const delivery = await vi.waitUntil(async () => (await http.listDeliveries(webhook.id)).deliveries[0], 10_000);
    here = {
      [named('id')]: session.id,
      [named('messageId')]: messageId,
      [named('mediaId')]: mediaId,
      [named('groupId')]: group.groupId,
      [named('operationId')]: operationIdFor(session.id as SessionId, 'group'),
      [named('webhookId')]: webhook.id,
      [named('deliveryId')]: delivery.id,
      [named('workerId')]: worker?.id ?? '',
      [named('keyId')]: apiKey.id,
      [SOMEBODY]: bob.number,
    };
  });
  afterAll(async () => {
    await world[Symbol.asyncDispose]();
    await endpoint[Symbol.asyncDispose]();
  });

  const asId = (id: string) => ({ [named('id')]: id });
  const fresh = async (): Promise<Scene> => ({ names: asId((await tenant.http.createSession()).id) });
  const withQr = async (): Promise<Scene> => {
    const waiting = await world.session(tenant);
    await waiting.nextQr();
    return { names: asId(waiting.id) };
  };
  const ofOne = async (): Promise<Scene> => ({ as: solo });

  /** Who asks, where it is not our tenant; and what is called otherwise: what is ended must not be what others need. */
  interface Scene {
    as?: Tenant;
    names?: Record<string, string>;
  }
  const SCENES: Record<string, () => Promise<Scene>> = {
    setProxy: fresh,
    stopSession: fresh,
    reconnectSession: fresh,
    resetAttempts: fresh,
    logoutSession: fresh,
    deleteSession: fresh,
    cleanupSession: fresh,
    getQr: withQr,
    qrCode: withQr,
    requestPairingCode: withQr,
    collectHandover: async () => {
      const { id } = await tenant.http.createSession({ ephemeral: true });
      const paired = world.watch(tenant, id);
      await (await world.phone('Cleo')).scan((await paired.nextQr()).qrString);
      await vi.waitUntil(async () => (await tenant.http.getSession(id)).status === 'disconnected', 10_000);
      return { names: asId(id) };
    },
    exportSession: async () => ({ names: asId(leaving.id) }),
    importSession: async () => {
      const { salt, sealed } = await tenant.http.exportSession(leaving.id, {
        passphrase: 'correct horse battery staple',
      });
      return { names: { 'c2FsdHNhbHRzYWx0c2FsdA==': salt, c2VhbGVk: sealed } };
    },
    joinGroup: async () => {
      const { inviteCode } = await tenant.http.getInvite(session.id, here[named('groupId')] ?? '');
      return { names: { ...asId(other.id), AbCdEfGhIjKlMnOpQrStUv: inviteCode } };
    },
    deleteWebhook: async () => {
      const { webhook } = await tenant.http.createWebhook({ url: endpoint.url });
      return { names: { [named('webhookId')]: webhook.id } };
    },
    defaultStatus: ofOne,
    defaultSend: ofOne,
    defaultHealth: ofOne,
    defaultInfo: ofOne,
    defaultQr: async () => {
      const as = await world.tenant('member', crypto.randomUUID());
      await (await world.session(as)).nextQr();
      return { as };
    },
  };

  const rename = (text: string, names: Record<string, string>) =>
    Object.entries({ ...here, ...names }).reduce((all, [there, now]) => all.replaceAll(there, now), text);

  async function replay({ operation, method, path, body, place, responses }: (typeof requests)[number]): Promise<void> {
    const { as = OPERATORS.has(operation) ? operator : tenant, names = {} } = (await SCENES[operation]?.()) ?? {};
    const sent: unknown = body && JSON.parse(rename(JSON.stringify(body), names));
    const response = await fetch(new URL(rename(path, names), world.stack.endpoints.api), {
      method,
      headers: { authorization: `Bearer ${as.token}` },
      ...(body !== undefined && { body: JSON.stringify(sent) }),
    });
    const text = await response.text();
    const status = String(response.status);
    expect(response.ok, `${status} ${text}`).toBe(true);
    expect(Object.keys(responses)).toContain(status);
    const [type = ''] = (response.headers.get('content-type') ?? '').split(';');
    expect(type).toBe(Object.keys(responses[status]?.content ?? {})[0] ?? '');
    if (type !== 'application/json') return;
    const asked = body && openApi.wrong(sent, ...place, 'requestBody', 'content', type, 'schema');
    expect(asked ?? []).toEqual([]);
    expect(openApi.wrong(JSON.parse(text), ...place, 'responses', status, 'content', type, 'schema')).toEqual([]);
  }

  it.each(requests.filter(({ operation }) => operation !== DRAIN))('$name', replay);

  const once = requests.filter(({ operation }, at) => operation !== requests[at - 1]?.operation);

  it.each(once.filter(({ fields }) => fields.query.length + fields.body.length > 0))(
    '$operation knows the fields that are told, and no other',
    async ({ operation, method, path, fields: { query, body } }) => {
      const as = OPERATORS.has(operation) ? operator : tenant;
      const url = new URL(rename(path, {}), world.stack.endpoints.api);
      const names = [...(body.length > 0 ? body : query), 'nonsense'];
      const values = Object.fromEntries(names.map((name) => [name, 'x']));
      if (body.length === 0) url.search = new URLSearchParams(values).toString();
      const init = { method, headers: { authorization: `Bearer ${as.token}` } };
      const response = await fetch(url, body.length > 0 ? { ...init, body: JSON.stringify(values) } : init);
      const { error } = (await response.json()) as { error: { details: { field: string; message: string }[] } };
      const ofTheWhole = error.details.filter(({ field }) => field === '(the whole)');
      expect(ofTheWhole).toEqual([{ field: '(the whole)', message: 'Unrecognized key: "nonsense"' }]);
    },
  );

  it.each(asyncApi.frames())('the frame $type', async ({ type, payload, replies }) => {
    const { names = {} } = type === 'disconnect_session' || type === 'request_pairing_code' ? await withQr() : {};
    const example = JSON.parse(rename(JSON.stringify(payload), names)) as object;
    const frame = { ...example, requestId: `example of ${type}` };
    expect(asyncApi.wrong(frame, 'components', 'messages', type, 'payload')).toEqual([]);
    const answer = await world.frame(tenant, frame);
    expect(replies).toContain(answer['type']);
    expect(asyncApi.wrong(answer, 'components', 'messages', String(answer['type']), 'payload')).toEqual([]);
  });

  it('every event that came is told of', () => {
    const wrong = [...session.events, ...other.events].flatMap((event) =>
      asyncApi.wrong(event, 'components', 'messages', event.type, 'payload'),
    );
    expect(wrong).toEqual([]);
    const posted = endpoint.got.flatMap(({ body }) =>
      openApi.wrong(
        JSON.parse(body),
        'webhooks',
        'event',
        'post',
        'requestBody',
        'content',
        'application/json',
        'schema',
      ),
    );
    expect(posted).toEqual([]);
  });

  it('errors are told of', async () => {
    const { token } = tenant;
    const init = { method: 'POST', body: '{"label":7,"more":1}', headers: { authorization: `Bearer ${token}` } };
    const response = await fetch(new URL('/api/sessions', world.stack.endpoints.api), init);
    expect(response.status).toBe(400);
    const place = ['paths', '/api/sessions', 'post', 'responses', '400', 'content', 'application/json', 'schema'];
    expect(openApi.wrong(await response.json(), ...place)).toEqual([]);
    expect(
      asyncApi.wrong(await world.frame(tenant, { type: 'dance' }), 'components', 'messages', 'error', 'payload'),
    ).toEqual([]);
  });

  it.each(requests.filter(({ operation }) => operation === DRAIN))('$name', replay);
});

/** Every frame of the contract against every kind of caller, as the operations in matrix.test.ts: and what may come of it. */
import { beforeAll, describe, expect, test } from 'vitest';
import { ApiKeyCreated } from '../../core/model/apiKeys.ts';
import { CLIENT_FRAME_TYPES, type ClientFrameType, FRAME_SCOPES } from '../../core/model/frames.ts';
import { type ApiKeyId, type ConnectionId, newSessionId, SessionId, TenantId } from '../../core/model/ids.ts';
import { guestTenant, type Principal, Scope } from '../../core/model/principal.ts';
import { openConnection } from '../../core/store/connections.ts';
import { wsStack } from '../../lambdas/ws/stack.ts';
import { connected } from './api.ts';
import { FRAME_ROWS } from './matrixRows.ts';
import { useApi } from './useApi.ts';
import { watchWrites } from './watchWrites.ts';

const api = useApi({ GUESTS_ALLOWED: 'true', MAX_SESSIONS_PER_IP: '1000000' });
const newTenant = () => TenantId.parse(`tenant-${crypto.randomUUID()}`);
const inAnHour = () => Math.floor(Date.now() / 1000) + 3600;
let ws: ReturnType<typeof wsStack>;
let writes: string[];
beforeAll(async () => {
  ws = wsStack(api().context);
  ({ writes } = await watchWrites(api().context));
});

async function call(routeKey: string, connectionId: string, more: object) {
  const identity = { sourceIp: '127.0.0.1' };
  const event = { requestContext: { routeKey, connectionId, identity }, isBase64Encoded: false, ...more };
  const { statusCode, body = '{}' } = await ws(event as never, {} as never);
  const { type, code } = JSON.parse(body) as { type?: string; code?: string };
  return { status: statusCode, answer: code ?? type };
}

async function connection(principal: Principal): Promise<string> {
  const id = crypto.randomUUID();
  await openConnection(api().table, id as string as ConnectionId, principal);
  return id;
}

/** A tenant with two sessions and a key of each kind, and everybody who may be connected. */
async function everybody(scope: Scope | undefined) {
  const tenant = newTenant();
  const token = await api().token(tenant);
  const [id, second] = [await api().session(tenant, connected), await api().session(tenant, connected)];
  const theirs = (await api().http('POST', '/api/sessions', { body: { ephemeral: true } })).json as { id: string };
  const guestsId = SessionId.parse(theirs.id);
  const keyOf = async (more = {}): Promise<ApiKeyId> => {
    const body = { name: 'k', scopes: Scope.options, ...more };
    return ApiKeyCreated.parse((await api().http('POST', '/api/keys', { token, body })).json).apiKey.id;
  };
  const [live, revoked] = [await keyOf(), await keyOf()];
  await api().http('DELETE', `/api/keys/${revoked}`, { token });
  const ending = await keyOf({ expiresAt: new Date(Date.now() + 600_000).toISOString() });

  const person: Principal = { subject: 'ada', tenantId: tenant, role: 'member', expiresAt: inAnHour() };
  const guest: Principal = { ...person, subject: 'guest', role: 'guest' };
  const all = [...Scope.options];
  const byKey = (key: ApiKeyId, scopes: Scope[], sessions?: SessionId[]) =>
    connection({ ...person, key: { id: key, scopes, sessions } });
  const callers = {
    unknown: 'nobody',
    ended: await connection({ ...person, expiresAt: 1_700_000_000 }),
    revoked: await byKey(revoked, all),
    ending: await byKey(ending, all),
    without: await byKey(live, scope ? all.filter((one) => one !== scope) : []),
    bound: await byKey(live, all, [second]),
    other: await connection({ ...person, tenantId: newTenant() }),
    guest: await connection({ ...guest, guestOf: newSessionId() }),
    guestNew: await connection(guest),
    guestHere: await connection({ ...guest, tenantId: guestTenant(guestsId), guestOf: guestsId }),
    boundHere: await byKey(live, all, [id]),
    key: await byKey(live, scope ? [scope] : []),
    member: await connection(person),
    admin: await connection({ ...person, tenantId: newTenant(), role: 'admin' }),
  };
  return { tenant, id, guestsId, callers };
}

const REFUSALS = new Set(['unauthenticated', 'token_expired', 'forbidden', 'session_not_found']);
const OWNERS = new Set(['boundHere', 'key', 'member', 'admin']);
const rows = (CLIENT_FRAME_TYPES as ClientFrameType[]).flatMap((type) =>
  FRAME_ROWS[type].map((row) => [JSON.stringify({ type, ...row.frame('…') }), type, row] as const),
);

describe('a connection', () => {
  const inTime = (milliseconds: number) => (api().clock.aheadMs = milliseconds);
  const ticketOf = async (request: Parameters<ReturnType<typeof api>['http']>[2]): Promise<string> =>
    ((await api().http('POST', '/api/tickets', request)).json as { ticket: string }).ticket;

  test('is for whom we know, and for guests where they are let in', async () => {
    const tenant = newTenant();
    const token = await api().token(tenant);
    const { json } = await api().http('POST', '/api/keys', { token, body: { name: 'k', scopes: Scope.options } });
    const { apiKey, secret } = ApiKeyCreated.parse(json);
    const headers = { 'x-api-key': secret };
    const used = await ticketOf({ token });
    await call('$connect', 'first', { queryStringParameters: { ticket: used } });
    const [late, ofKey, ofRevoked] = [
      await ticketOf({ token }),
      await ticketOf({ headers }),
      await ticketOf({ headers }),
    ];
    const refused: Record<string, Record<string, string>> = {
      none: {},
      nonsense: { token: 'nonsense' },
      noTicket: { ticket: 'nonsense' },
      expired: { token: await api().token(tenant, { exp: 1_700_000_000 }) },
      wrongAudience: { token: await api().token(tenant, { aud: 'other' }) },
      wrongIssuer: { token: await api().token(tenant, { iss: 'https://evil.example.com' }) },
      aKey: { token: secret },
      usedTicket: { ticket: used },
      lateTicket: { ticket: late },
      guestOfNothing: { token: `kg_${'0'.repeat(26)}_${'A'.repeat(43)}` },
    };
    const enter = (query: Record<string, string>) =>
      call('$connect', crypto.randomUUID(), { queryStringParameters: query });
    for (const [name, query] of Object.entries(refused)) {
      writes.length = 0;
      inTime(name === 'lateTicket' ? 61_000 : 0);
      expect([name, (await enter(query)).status]).toEqual([name, 401]);
      // A ticket that is tried is used up.
      expect([name, writes.filter((write) => !write.startsWith('DeleteItemCommand X#'))]).toEqual([name, []]);
    }
    inTime(0);
    const good: Record<string, string>[] = [{ token }, { ticket: ofKey }, { guest: 'true' }];
    for (const query of good) expect((await enter(query)).status).toBe(200);
    await api().http('DELETE', `/api/keys/${apiKey.id}`, { token });
    expect((await enter({ ticket: ofRevoked })).status).toBe(401);
  });
});

test.each(['origin', 'Origin', 'ORIGIN'])('a page of another origin is not let in, written as %s', async (name) => {
  const token = await api().token(newTenant());
  const enter = (origin: string) =>
    call('$connect', crypto.randomUUID(), { queryStringParameters: { token }, headers: { [name]: origin } });
  expect((await enter('https://evil.example.com')).status).toBe(403);
  expect((await enter('https://console.example.com')).status).toBe(200);
});

describe('frames', () => {
  test.each(rows)('%s', async (_, type, row) => {
    const scope = FRAME_SCOPES[type];
    const { tenant, id, guestsId, callers } = await everybody(scope);
    const answers: Record<string, string | undefined> = {};
    for (const [name, connectionId] of Object.entries(callers)) {
      writes.length = 0;
      api().clock.aheadMs = name === 'ending' ? 601_000 : 0;
      const frame = { type, ...row.frame(name === 'guestHere' ? guestsId : id) };
      const { answer = '' } = await call('$default', connectionId, { body: JSON.stringify(frame) });
      answers[name] = answer;
      // Whoever is refused has changed nothing but that its own connection is not known any more.
      const changed = REFUSALS.has(answer) ? writes.filter((write) => !write.includes(`C#${connectionId}`)) : [];
      // Whoever may not see the session changes nothing of it, nor of its tenant, but what is the caller's own there.
      const others = OWNERS.has(name) ? [] : writes.filter((write) => write.includes(id) || write.includes(tenant));
      expect([name, changed, others.filter((write) => !write.includes(connectionId))]).toEqual([name, [], []]);
    }
    expect(answers).toEqual({
      unknown: 'unauthenticated',
      ended: 'token_expired',
      revoked: 'token_expired',
      ending: 'token_expired',
      without: scope ? 'forbidden' : row.member,
      bound: row.bound,
      other: row.other,
      guest: row.guest,
      guestNew: row.guest,
      guestHere: row.guestHere,
      boundHere: row.boundHere ?? row.member,
      key: row.member,
      member: row.member,
      admin: row.member,
    });
  });
});

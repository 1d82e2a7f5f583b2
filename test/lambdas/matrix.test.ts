/** Every operation of the contract against every kind of caller: who is let in, who is not, and that nothing came of it. */
import { beforeAll, describe, expect, test } from 'vitest';
import { ApiKeyCreated } from '../../core/model/apiKeys.ts';
import { type Operation, ROUTES } from '../../core/model/http.ts';
import { Scope } from '../../core/model/principal.ts';
import { EXPORTED } from '../../core/model/session.ts';
import { httpStack } from '../../lambdas/http/stack.ts';
import { httpEvent } from './httpEvent.ts';
import { type Guarded, ROWS } from './matrixRows.ts';
import { useApi } from './useApi.ts';
import { watchWrites } from './watchWrites.ts';

const api = useApi({ GUESTS_ALLOWED: 'true', MAX_SESSIONS_PER_IP: '1000000' });
const newTenant = () => `tenant-${crypto.randomUUID()}`;
let http: ReturnType<typeof httpStack>;
let writes: string[];
beforeAll(async () => {
  http = httpStack(api().context);
  ({ writes } = await watchWrites(api().context));
});

type Headers = Record<string, string>;
const bearer = async (tenant: string, claims = {}): Promise<Headers> => ({
  authorization: `Bearer ${await api().token(tenant, claims)}`,
});

async function ask(routeKey: string, headers: Headers, body?: unknown, pathParameters: Record<string, string> = {}) {
  const parts = { headers, pathParameters, ...(body !== undefined && { body: JSON.stringify(body) }) };
  const { statusCode, body: text = '' } = await http(httpEvent(routeKey, parts), {} as never);
  return { status: statusCode, text };
}
const made = async (routeKey: string, headers: Headers, body: unknown): Promise<unknown> =>
  JSON.parse((await ask(routeKey, headers, body)).text);

async function keyOf(owner: Headers, scopes: Scope[], sessions?: string[]) {
  const { apiKey, secret } = ApiKeyCreated.parse(await made('POST /api/keys', owner, { name: 'k', scopes, sessions }));
  return { id: apiKey.id, headers: { 'x-api-key': secret } };
}

/** A tenant with one of each. */
async function scene() {
  const tenant = newTenant();
  const member = await bearer(tenant);
  // Whoever exports it again need not wait for a worker, of which there is none.
  const state = { status: 'disconnected', reason: EXPORTED } as const;
  const [id, second] = [await api().session(tenant, state), await api().session(tenant, state)];
  const { webhook } = (await made('POST /api/webhooks', member, { url: 'https://example.com/hook' })) as {
    webhook: { id: string };
  };
  const spare = await keyOf(member, ['sessions:read']);
  const lead = (await made('POST /api/leads', member, { number: '491707654321' })) as { id: string };
  const names: Record<string, string> = {
    id,
    webhookId: webhook.id,
    keyId: spare.id,
    messageId: '3EB0AAAA',
    chatId: '491701234567',
    contactId: '491701234567',
    groupId: '120363041234567890@g.us',
    operationId: 'op_00000000000000000000000000',
    mediaId: 'med_00000000000000000000000000',
    deliveryId: 'evt_00000000000000000000000000_1',
    workerId: 'wrk-00000000000000000000000000',
    queue: 'requests',
    leadId: lead.id,
  };
  return { tenant, member, id, second, names };
}

/** Somebody without an account, with a session of their own. */
async function guest(): Promise<Headers> {
  const { guest: access } = (await made('POST /api/sessions', {}, { ephemeral: true })) as { guest: { token: string } };
  return { authorization: `Bearer ${access.token}` };
}

/** Those whom nobody knows, or not any more. */
async function strangersTo({ tenant, member }: { tenant: string; member: Headers }): Promise<Record<string, Headers>> {
  const revoked = await keyOf(member, [...Scope.options]);
  await ask('DELETE /api/keys/{keyId}', member, undefined, { keyId: revoked.id });
  return {
    none: {},
    nonsense: { authorization: 'Bearer nonsense' },
    expired: await bearer(tenant, { exp: 1_700_000_000 }),
    wrongAudience: await bearer(tenant, { aud: 'other' }),
    wrongIssuer: await bearer(tenant, { iss: 'https://evil.example.com' }),
    revoked: revoked.headers,
  };
}

/** Ids that must not be in what others are answered. */
const tellsOf = (text: string, { id, names }: { id: string; names: Record<string, string> }) =>
  [id, names['webhookId'], names['keyId'], names['leadId']].some((one) => one !== undefined && text.includes(one));

const operations = Object.keys(ROUTES) as Operation[];
const isGuarded = (operation: Operation): operation is Guarded => !('open' in ROUTES[operation]);

describe('operations', () => {
  test.each(operations.filter((one) => !isGuarded(one)))(
    '%s is open to everybody, and changes nothing',
    async (open) => {
      const ours = await scene();
      const everybody = { ...(await strangersTo(ours)), member: ours.member };
      writes.length = 0;
      for (const [name, headers] of Object.entries(everybody)) {
        expect([name, (await ask(ROUTES[open].route, headers)).status]).toEqual([name, 200]);
      }
      expect(writes).toEqual([]);
    },
  );

  test.each(operations.filter(isGuarded))('%s', async (operation) => {
    const row = ROWS[operation];
    const { route, needs } = ROUTES[operation];
    const { names, ...ours } = await scene();
    const strangers = await strangersTo(ours);
    const who = {
      ...ours,
      other: await bearer(newTenant()),
      without: (
        await keyOf(
          ours.member,
          Scope.options.filter((one) => one !== needs),
        )
      ).headers,
      bound: (await keyOf(ours.member, [...Scope.options], [ours.second])).headers,
      guest: await guest(),
    };
    const call = (headers: Headers) => ask(route, headers, row.body, names);
    const answers: Record<string, number | undefined> = {};

    writes.length = 0;
    for (const [name, headers] of Object.entries(strangers)) answers[name] = (await call(headers)).status;
    answers['without'] = (await call(who.without)).status;
    // Whatever is refused leaves everything as it was.
    if (row.bound >= 400) answers['bound'] = (await call(who.bound)).status;
    if (row.guest === undefined || row.guest >= 400) answers['guest'] = (await call(who.guest)).status;
    if (row.other >= 400) answers['other'] = (await call(who.other)).status;
    if (row.member === 403) answers['member'] = (await call(who.member)).status;
    expect(writes).toEqual([]);
    const [told, toldBound] = [await call(who.other), await call(who.bound)];
    answers['other'] = told.status;
    answers['bound'] = toldBound.status;
    expect(tellsOf(told.text, { id: who.id, names })).toBe(false);
    expect(tellsOf(toldBound.text, { id: who.id, names })).toBe(false);
    const { member, admin = row.member } = row;
    answers['guest'] ??= (await call(who.guest)).status;
    answers['member'] ??= (await call(who.member)).status;
    expect(answers).toEqual({
      ...Object.fromEntries(Object.keys(strangers).map((name) => [name, 401])),
      without: 403,
      bound: row.bound,
      guest: row.guest ?? ('guests' in ROUTES[operation] ? 404 : 403),
      other: row.other,
      member,
    });
    const again = await scene();
    const { headers } = await keyOf(again.member, [needs]);
    expect((await ask(route, headers, row.body, again.names)).status).toBe(member);
    const operated = await scene();
    const operator = await bearer(newTenant(), { groups: ['admin'] });
    expect((await ask(route, operator, row.body, operated.names)).status).toBe(admin);
  });
});

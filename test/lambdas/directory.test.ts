import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { ROUTES } from '../../core/model/http.ts';
import { MessageId, newOperationId, newSessionId, type SessionId } from '../../core/model/ids.ts';
import { Operation, OperationPending } from '../../core/model/operations.ts';
import { projectDirectory } from '../../core/store/directory.ts';
import { keepNumbers } from '../../core/store/numbers.ts';
import { finishOperation, type Outcome, waitingOperations } from '../../core/store/operations.ts';
import { at, eventsOf, message } from '../store/samples.ts';
import { connected } from './api.ts';
import { attempter } from './attempt.ts';
import { useApi } from './useApi.ts';

const api = useApi();
const attempt = attempter(api);
const tenant = 'mine';
const bob = '4915112345678';
const group = '120363041234567890@g.us';
let token: string;
let id: SessionId;
let mine: string;
beforeAll(async () => {
  token = await api().token(tenant);
});
beforeEach(async () => {
  id = await api().session(tenant, connected);
  mine = `/api/sessions/${id}`;
});

const PARAMETERS: Record<string, string> = {
  chatId: bob,
  contactId: bob,
  groupId: group,
  operationId: 'op_00000000000000000000000000',
};
const BODIES: Partial<Record<keyof typeof ROUTES, object>> = {
  setChatPresence: { presence: 'composing' },
  setPresence: { presence: 'available' },
  checkNumbers: { numbers: [bob] },
  updateProfile: { about: 'open' },
  createGroup: { subject: 'Friends', members: [bob] },
  joinGroup: { inviteCode: 'AbCdEfGhIjKlMnOpQrSt' },
  updateGroup: { subject: 'Ours' },
  updateMembers: { action: 'add', members: [bob] },
};
const OURS = /chats|contacts|presence|blocked|numbers|profile|groups|operations/;
const DIRECTORY = Object.entries(ROUTES).flatMap(([name, { route }]) => {
  const [method = '', template = ''] = route.split(' ');
  const path = template.replace(/\{(\w+)\}/g, (whole, part: string) => PARAMETERS[part] ?? whole);
  return OURS.test(template) ? [{ name, method, path, body: BODIES[name as keyof typeof ROUTES] }] : [];
});
/** Those that a worker has to answer. */
const ASKING = DIRECTORY.filter(
  ({ method, path }) => method !== 'GET' || /contacts\/|blocked|profile|groups\/|invite/.test(path),
);

test.each(DIRECTORY)('$method $path is nobody else’s', async ({ method, path, body }) => {
  const theirs = await api().session('theirs', connected);
  for (const session of [theirs, newSessionId(), 'nonsense']) {
    const answer = await attempt(method, path.replace('{id}', session), { token, body });
    expect(answer).toMatchObject({ status: 404, code: 'session_not_found' });
  }
});

test.each(ASKING)('$method $path waits for no session that is not connected', async ({ method, path, body }) => {
  const away = await api().session(tenant, { status: 'disconnected', reason: 'stopped_by_user' });
  const answer = await attempt(method, path.replace('{id}', away), { token, body });
  expect(answer).toMatchObject({ status: 409, code: 'session_not_ready' });
});

describe('what is wrong is named', () => {
  test.each<[string, string, unknown, string]>([
    ['GET', '/chats?kind=crowd', undefined, 'kind'],
    ['GET', '/chats?unread=yes', undefined, 'unread'],
    ['GET', '/chats?cursor=nonsense', undefined, 'cursor'],
    ['GET', '/contacts?limit=0', undefined, 'limit'],
    ['GET', '/groups?name=a', undefined, '(the whole)'],
    ['GET', '/chats/Bob', undefined, 'chatId'],
    ['POST', '/chats/Bob/read', {}, 'chatId'],
    ['POST', `/chats/${bob}/read`, { messageIds: [] }, 'messageIds'],
    ['POST', `/chats/${bob}/presence`, { presence: 'available' }, 'presence'],
    ['POST', '/presence', { presence: 'composing' }, 'presence'],
    ['GET', `/contacts/${group}`, undefined, 'contactId'],
    ['POST', '/numbers/check', { numbers: [] }, 'numbers'],
    ['POST', '/numbers/check', { numbers: Array.from({ length: 51 }, () => bob) }, 'numbers'],
    ['POST', '/numbers/check', { numbers: ['Bob'] }, 'numbers.0'],
    ['PUT', '/profile', {}, '(the whole)'],
    ['PUT', '/profile', { name: ' ' }, 'name'],
    ['PUT', '/profile', { about: 'x'.repeat(140) }, 'about'],
    ['PUT', '/profile', { picture: Buffer.from('GIF89a').toString('base64') }, 'picture'],
    ['PUT', '/profile', { picture: `/9j/${'A'.repeat(180_000)}` }, 'picture'],
    ['POST', '/groups', { subject: 'a' }, 'members'],
    ['POST', '/groups', { subject: 'a', members: [group] }, 'members.0'],
    ['POST', '/groups', { subject: 'x'.repeat(101), members: [bob] }, 'subject'],
    ['GET', `/groups/${bob}`, undefined, 'groupId'],
    ['PATCH', `/groups/${group}`, {}, '(the whole)'],
    ['PATCH', `/groups/${group}`, { announce: 'yes' }, 'announce'],
    ['POST', `/groups/${group}/members`, { action: 'adopt', members: [bob] }, 'action'],
    ['POST', '/groups/join', { inviteCode: 'https://evil.example.com/AbCdEfGhIjKl' }, 'inviteCode'],
  ])('%s %s %j', async (method, path, body, field) => {
    const answer = await attempt(method, mine + path, { token, body });
    expect(answer).toMatchObject({ status: 400, code: 'invalid_request', fields: [field] });
  });

  test('a chat, a group and an operation that are not there', async () => {
    expect(await attempt('GET', `${mine}/chats/${bob}`, { token })).toMatchObject({ code: 'chat_not_found' });
    for (const operation of [newOperationId(), 'nonsense']) {
      const answer = await attempt('GET', `${mine}/operations/${operation}`, { token });
      expect(answer).toMatchObject({ status: 404, code: 'operation_not_found' });
    }
  });
});

describe('an operation', () => {
  const create = (headers = {}) =>
    api().http('POST', `${mine}/groups`, { token, headers, body: { subject: 'Friends', members: [bob] } });
  const waiting = () => waitingOperations(api().table, id);

  /** Does what a worker does, once it hears the bell. */
  async function worker(outcome: Outcome): Promise<void> {
    expect(await api().bells()).toContain(id);
    for (const { operationId } of await waiting()) {
      await finishOperation(api().table, id, operationId, outcome, at(1));
    }
  }

  test('is written, rung, and answered by the worker’s result', async () => {
    const result = { groupId: group, subject: 'Friends', isMember: true };
    const [answer] = await Promise.all([create(), worker({ state: 'done', result })]);
    expect(answer).toMatchObject({ status: 200, json: result });
    expect((await api().row(id))?.operations).toBe(1);
  });

  test('that failed is an error with its code', async () => {
    const error = { code: 'not_authorized', message: 'You are no admin.' };
    const [answer] = await Promise.all([create(), worker({ state: 'failed', error })]);
    expect(answer).toMatchObject({
      status: 403,
      json: { error: { ...error, requestId: expect.anything() as string } },
    });
    const newer = { code: 'a_code_of_tomorrow', message: 'Who knows.' };
    const [unknown] = await Promise.all([create(), worker({ state: 'failed', error: newer })]);
    expect(unknown).toMatchObject({ status: 500, json: { error: { code: 'internal' } } });
  });

  test('that takes longer is 202, and can be looked up until it ends', async () => {
    const creating = create();
    expect(await api().bells()).toEqual([id]);
    api().clock.aheadMs += 9_000;
    const answer = await creating;
    expect(answer.status).toBe(202);
    const { operationId, state } = OperationPending.parse(answer.json);
    expect(state).toBe('asked');
    const look = async () =>
      Operation.parse((await api().http('GET', `${mine}/operations/${operationId}`, { token })).json);
    expect(await look()).toMatchObject({ kind: 'create_group', state: 'asked' });
    await finishOperation(api().table, id, operationId, { state: 'done', result: { groupId: group } }, at(1));
    expect(await look()).toMatchObject({ state: 'done', result: { groupId: group } });
  });

  test('that nobody begins has failed, though nobody is left to say so', async () => {
    const creating = create();
    expect(await api().bells()).toEqual([id]);
    api().clock.aheadMs += 9_000;
    const { operationId } = OperationPending.parse((await creating).json);
    api().clock.aheadMs += 70_000;
    const { json } = await api().http('GET', `${mine}/operations/${operationId}`, { token });
    expect(json).toMatchObject({ state: 'failed', error: { code: 'operation_expired' } });
  });

  test('under a key is one, and a repeat learns what became of it', async () => {
    const key = { 'idempotency-key': 'k' };
    const result = { groupId: group, isMember: true };
    const [first] = await Promise.all([create(key), worker({ state: 'done', result })]);
    expect(await create(key)).toMatchObject({ status: 200, json: first.json as object });
    expect(await waiting()).toEqual([]);
    const body = { subject: 'Others', members: [bob] };
    const other = await api().http('POST', `${mine}/groups`, { token, body, headers: key });
    expect(other).toMatchObject({ status: 409, json: { error: { code: 'idempotency_conflict' } } });
  });
});

describe('what is known is answered without a worker', () => {
  const Page = z.object({ cursor: z.string().optional() });
  const get = async (path: string) => (await api().http('GET', mine + path, { token })).json;

  beforeEach(async () => {
    const jid = `${bob}@s.whatsapp.net`;
    const received = message(id, { id: MessageId.parse('IN1'), chatId: jid, fromMe: false, status: 'delivered' });
    const events = eventsOf(
      id,
      1,
      0,
      { type: 'message_received', message: received },
      { type: 'contact_updated', contact: { jid, name: 'Bob' } },
      { type: 'group_updated', group: { groupId: group, subject: 'Friends', members: [{ jid, role: 'admin' }] } },
      { type: 'chat_updated', chat: { chatId: group, lastAt: at(0) } },
    );
    await projectDirectory(api().table, id, { n: 1, events });
  });

  test('chats, contacts and groups', async () => {
    expect(await get('/chats')).toMatchObject({ chats: [{ name: 'Bob', unread: 1 }, { name: 'Friends' }] });
    expect(await get('/chats?kind=group')).toMatchObject({ chats: [{ chatId: group }] });
    expect(await get('/chats?unread=false&archived=false')).toMatchObject({ chats: [{ chatId: group }] });
    expect(await get(`/chats/+${bob}`)).toMatchObject({ chatId: `${bob}@s.whatsapp.net` });
    expect(await get('/contacts')).toMatchObject({ contacts: [{ name: 'Bob' }] });
    expect(await get('/groups')).toMatchObject({ groups: [{ subject: 'Friends' }] });
    expect(await get(`/groups/${group}`)).toMatchObject({ subject: 'Friends', members: [{ role: 'admin' }] });
    expect(await waitingOperations(api().table, id)).toEqual([]);
  });

  test('page by page, and no cursor opens another list', async () => {
    const { cursor = '' } = Page.parse(await get('/chats?limit=1'));
    expect(await get(`/chats?limit=1&cursor=${cursor}`)).toMatchObject({ chats: [{ chatId: group }] });
    const other = await api().session(tenant, connected);
    for (const path of [`${mine}/contacts`, `${mine}/messages`, `/api/sessions/${other}/chats`]) {
      expect(await attempt('GET', `${path}?cursor=${cursor}`, { token })).toMatchObject({ fields: ['cursor'] });
    }
  });

  test('who is known not to be on WhatsApp is not written to', async () => {
    await keepNumbers(api().table, id, [{ number: '4915100000001', exists: false }]);
    const body = { to: '4915100000001', message: 'SECRET' };
    const answer = await attempt('POST', `${mine}/messages`, { token, body });
    expect(answer).toMatchObject({ status: 422, code: 'not_on_whatsapp' });
  });
});

/** One name for a request, on all that comes of it: its answer, its bell, its rows and its log lines. */
import { expect, test } from 'vitest';
import type { Bell } from '../../core/model/bells.ts';
import { listen } from '../../core/channels/bells.ts';
import { Session } from '../../core/model/session.ts';
import { readOutbox } from '../../core/store/messages.ts';
import { connected } from './api.ts';
import { useApi } from './useApi.ts';

const api = useApi();
const newTenant = () => `tenant-${crypto.randomUUID()}`;
const OURS = /^req_[0-9a-z]{26}$/;

/** What is rung for a session. */
async function bellOf(id: string): Promise<Bell> {
  const heard: Bell[] = [];
  const { bells } = api().context;
  for (;;) {
    const signal = AbortSignal.timeout(10_000);
    await listen(bells, bells.requestsUrl, { waitSeconds: 5, signal, heard: (bell) => heard.push(bell) });
    const found = heard.find(({ sessionId }) => sessionId === id);
    if (found) return found;
  }
}

const linesOf = (correlationId: string) =>
  api().log.lines.filter((line) => line.includes(`"correlationId": "${correlationId}"`));

test("the caller's name goes along: answer, session, bell, log", async () => {
  const correlationId = `checkout-${crypto.randomUUID()}`;
  const token = await api().token(newTenant());
  const headers = { 'x-correlation-id': correlationId };
  const made = await api().http('POST', '/api/sessions', { token, body: {}, headers });
  const { id } = Session.parse(made.json);
  expect(made.headers.get('x-correlation-id')).toBe(correlationId);
  expect(await api().row(id)).toMatchObject({ correlationId });
  expect(await bellOf(id)).toEqual({ sessionId: id, correlationId });
  expect(linesOf(correlationId)).toHaveLength(1);

  const stopped = await api().http('POST', `/api/sessions/${id}/stop`, { token });
  const given = stopped.headers.get('x-correlation-id') ?? '';
  expect(given).toBe(stopped.headers.get('x-request-id'));
  expect(await api().row(id)).toMatchObject({ correlationId: given });
  expect(linesOf(given).join()).toContain(`"session": "${id}"`);
});

test.each([
  ['short', 'abc'],
  ['long', 'a'.repeat(65)],
  ['no word', 'hello world 1'],
  ['quoted', 'abcdefgh","level":"ERROR'],
  ['a token', 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJzb21lYm9keSBpbXBvcnRhbnQifQ.c2lnbmVk'],
])('what is no name is not taken over: %s', async (_, junk) => {
  const answer = await api().http('GET', '/health', { headers: { 'x-correlation-id': junk } });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('x-correlation-id')).toMatch(OURS);
  expect(api().log.lines.join()).not.toContain(junk);
});

test('a frame goes by its requestId, a message keeps the name until it is sent', async () => {
  const tenant = newTenant();
  const id = await api().session(tenant, connected);
  const client = await api().webSocket(await api().token(tenant));
  const requestId = crypto.randomUUID();
  const send = (name: string) =>
    client.ask({ type: 'send_message', requestId: name, sessionId: id, to: '4915112345678', message: name });
  await send(requestId);
  expect(await bellOf(id)).toEqual({ sessionId: id, correlationId: requestId });
  expect(linesOf(requestId).join()).toContain(`"session": "${id}"`);
  await send('1');
  expect((await bellOf(id)).correlationId).toMatch(OURS);
  const { messages } = await readOutbox(api().table, id);
  expect(messages.map(({ correlationId }) => correlationId)).toEqual([requestId, expect.stringMatching(OURS)]);
  await client.close();
});

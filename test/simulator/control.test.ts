import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Story } from './story.ts';
import { startStory } from './story.ts';

let world: Story;
beforeAll(async () => {
  world = await startStory();
});
afterAll(() => world.end());

test('a number is given or taken, and taken once', async () => {
  expect(await world.call('POST /phones', { number: '491701234567', name: 'Ada' })).toMatchObject({
    status: 201,
    body: { number: '491701234567' },
  });
  expect(await world.call('POST /phones', { number: '491701234567' })).toMatchObject({
    status: 409,
    body: { error: { code: 'exists' } },
  });
});

test.each([
  ['POST /phones', { number: '12' }, 400, 'number'],
  ['POST /phones', { nummer: '491701234567' }, 400, 'nummer'],
  ['POST /phones/999999999/scan', { qr: 'x' }, 404, 'number'],
  ['POST /faults', { number: 'all', kind: 'earthquake' }, 400, 'kind'],
  ['POST /faults', { number: 'all', kind: 'silence' }, 400, 'seconds'],
  ['POST /faults', { kind: 'random', seconds: 5 }, 400, 'seed'],
  ['POST /rules', { refs: 0 }, 400, 'refs'],
  ['POST /phones/999999999/pairing-code', { code: 'AAAAAAAA' }, 404, 'number'],
  ['POST /faults', { number: '999999999', kind: 'drop' }, 404, 'number'],
  ['GET /phones/999999999/events', undefined, 404, 'number'],
  ['GET /nothing', undefined, 404, 'GET /nothing'],
])('%s with %o is refused with %i and names what is wrong', async (call, body, status, names) => {
  const reply = await world.call<{ error: { message: string } }>(call, body);
  expect(reply.status).toBe(status);
  expect(reply.body.error.message).toContain(names);
});

test('what is wrong with a message or a receipt is named', async () => {
  const alice = await world.phone();
  const refused = async (call: string, body: unknown) =>
    (await world.call<{ error: { message: string } }>(`POST /phones/${alice.number}/${call}`, body)).body.error.message;
  expect(await refused('messages', { to: '15550000000', content: { type: 'text', text: 'x' } })).toContain('to');
  expect(await refused('messages', { to: alice.number, content: { type: 'song' } })).toContain('content.type');
  expect(await refused('read', { messageId: 'NONE' })).toContain('messageId');
  expect(await refused('unlink', { deviceId: 7 })).toContain('deviceId');
});

test('a page of another origin may call it', async () => {
  const response = await fetch(`${world.url}/health`);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(await response.json()).toEqual({
    status: 'ok',
    noiseRootKey: world.simulator.noiseRootKey.toString('hex'),
    mediaHost: expect.stringMatching(/^127\.0\.0\.1:\d+$/) as string,
  });
});

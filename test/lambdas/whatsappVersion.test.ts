import { describe, expect, test } from 'vitest';
import { WhatsAppVersionAnswer } from '../../core/model/http.ts';
import { useApi } from './useApi.ts';

const api = useApi();
const ROUTE = '/api/whatsapp-version';
const operator = () => api().token('operator', { groups: ['admin'] });

describe('the fleet’s WhatsApp version', () => {
  test('is set, read and taken back by an operator', async () => {
    const { http } = api();
    const token = await operator();
    expect(await http('GET', ROUTE, { token })).toMatchObject({ status: 200, json: {} });
    const set = await http('PUT', ROUTE, { token, body: { version: '2.3000.1043857760' } });
    expect(set.status).toBe(200);
    expect(WhatsAppVersionAnswer.parse(set.json).version).toBe('2.3000.1043857760');
    expect((await http('GET', ROUTE, { token })).json).toEqual(set.json);
    const back = await http('PUT', ROUTE, { token, body: { version: null } });
    expect(WhatsAppVersionAnswer.parse(back.json)).toEqual({ setAt: expect.any(String) });
  });

  test.each(['GET', 'PUT'])('is nobody else’s business: %s', async (method) => {
    const { http, token } = api();
    const answer = await http(method, ROUTE, {
      token: await token('somebody'),
      ...(method === 'PUT' && { body: { version: '2.3000.1' } }),
    });
    expect(answer).toMatchObject({ status: 403, json: { error: { code: 'forbidden' } } });
  });

  test.each([
    [{ version: '2.3000' }, 'version'],
    [{ version: '2.3000.x' }, 'version'],
    [{ version: '2.3000.4294967296' }, 'version'],
    [{ version: [2, 3000, 1] }, 'version'],
    [{ version: '' }, 'version'],
    [{}, 'version'],
    [{ version: '2.3000.1', colour: 'red' }, '(the whole)'],
  ])('is refused with what is allowed: %j', async (body, field) => {
    const { http } = api();
    const { status, json } = await http('PUT', ROUTE, { token: await operator(), body });
    expect(status).toBe(400);
    expect(json).toMatchObject({ error: { code: 'invalid_request', details: [{ field }] } });
    expect((await http('GET', ROUTE, { token: await operator() })).json).not.toHaveProperty('version');
  });
});

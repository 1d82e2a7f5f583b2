import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inLanes } from '../../bench/inLanes.ts';
import type { AnyEvent } from '../../client/events.ts';
import { ROUTES } from '../../core/model/http.ts';
import { type Guarded, ROWS, type Row } from '../lambdas/matrixRows.ts';
import { connect } from '../lambdas/webSocket.ts';
import { Company, placeOf } from './company.ts';
import type { Phone } from './phone.ts';
import { World } from './world.ts';

/** Written to each session from outside, and sent by each. */
const MESSAGES = 15;
/** Once in so many messages everybody's connection breaks. */
const CUT_EVERY = 30;
const LANES = 8;

let world: World;
let cem: Phone;
let north: Company;
let south: Company;
beforeAll(async () => {
  world = await World.open();
  cem = await world.phone('Cem');
  [north, south] = await Promise.all([Company.open(world, 'north'), Company.open(world, 'south')]);
});
afterAll(async () => {
  await north[Symbol.asyncDispose]();
  await south[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

interface Line {
  say: () => Promise<unknown>;
  text: string;
  from?: string;
  into?: string;
}

/** Cem writes to all of a company's sessions; the first of them writes to the other company, the second one to Cem. */
function linesOf(company: Company, other: Company): Line[] {
  return company.sessions.flatMap((session, j) => {
    const [target, into] = j === 0 ? [other.phones[0], other.sessions[0].id] : [cem];
    return Array.from({ length: MESSAGES }, (_, n): Line[] => {
      const [told, sent] = [`${n} to ${session.id}`, `${n} from ${session.id}`];
      return [
        { say: () => cem.writes(company.phones[j as 0 | 1].number, told), text: told, into: session.id },
        { say: () => session.send(target.number, sent), text: sent, from: session.id, ...(into && { into }) },
      ];
    }).flat();
  });
}

/** The company's events once nothing more comes: every client was given all that is in the journal, which has not grown. */
async function settled(company: Company): Promise<AnyEvent[]> {
  for (;;) {
    const events = await company.events();
    await Promise.all(company.ears.map((ear) => company.given(ear, events)));
    if ((await company.events()).length === events.length) return events;
  }
}

const textsOf = (events: AnyEvent[], id: string, type: 'message_received' | 'message_sent') =>
  events
    .flatMap((event) => (event.type === type && event.sessionId === id ? [event.message.content] : []))
    .flatMap((content) => (content.type === 'text' ? [content.text] : []))
    .toSorted();

describe('two tenants under load', () => {
  it('are told all of their own and nothing of each other, whichever client listens', async () => {
    const companies = [north, south] as const;
    const lines = [...linesOf(north, south), ...linesOf(south, north)].toSorted((a, b) => (a.text < b.text ? -1 : 1));
    await inLanes(LANES, [...lines.entries()], async ([n, { say }]) => {
      if (n % CUT_EVERY === CUT_EVERY - 1) for (const company of companies) company.cut();
      await say();
    });

    for (const [i, company] of companies.entries()) {
      for (const { id } of company.sessions) {
        const into = lines.filter((line) => line.into === id).map(({ text }) => text);
        await company.has(id, 'message_received', into.length);
      }
      const events = await settled(company);
      for (const { id } of company.sessions) {
        const textsWith = (end: 'from' | 'into') =>
          lines.flatMap((line) => (line[end] === id ? [line.text] : [])).toSorted();
        expect(textsOf(events, id, 'message_received')).toEqual(textsWith('into'));
        expect(textsOf(events, id, 'message_sent')).toEqual(textsWith('from'));
      }
      for (const ear of company.ears) {
        const heard = events.filter(ear.hears).map(placeOf).toSorted();
        expect({ name: ear.name, heard: company.heardBy(ear) }).toEqual({ name: ear.name, heard });
      }
      const other = i === 0 ? south : north;
      const theirs = company.overheard.filter((text) => other.ids.some((id) => text.includes(`"sessionId":"${id}"`)));
      expect(theirs).toEqual([]);
    }
  });

  it('have no use for each other’s ids, cursors, addresses and tickets', async () => {
    const [ours, theirs] = [await belongingsOf(north), await belongingsOf(south)];
    for (const [thief, owner, names] of [[north, south, theirs] as const, [south, north, ours] as const]) {
      const seen = await lookedAt(owner);
      const ask = asker(thief);
      // Where a path has an id, by the rows of the contract's matrix.
      const rows = (Object.entries(ROWS) as [Guarded, Row][]).filter(([name]) => ROUTES[name].route.includes('{'));
      for (const [operation, { body, other }] of rows) {
        expect([operation, await ask(ROUTES[operation].route, names, body)]).toEqual([operation, other]);
      }
      const { id, mediaId, messageId, chatId } = names;
      const mine = { id: thief.sessions[0].id };
      for (const [route, body] of [
        ['POST /api/webhooks', { url: 'http://127.0.0.1:1/hook', sessionId: id }],
        ['POST /api/keys', { name: 'theirs', scopes: ['sessions:read'], sessions: [id] }],
        ['POST /api/sessions/{id}/messages', { to: chatId, content: { type: 'image', media: { mediaId } } }],
        ['POST /api/sessions/{id}/messages', { to: chatId, content: { type: 'forward', messageId } }],
        ['POST /api/sessions/{id}/messages', { to: chatId, content: { type: 'text', text: 'x', quote: messageId } }],
        ['POST /api/sessions/{id}/messages', { to: chatId, content: { type: 'reaction', emoji: '👍', messageId } }],
      ] as const) {
        expect([body, await ask(route, mine, body)]).toEqual([body, 404]);
      }
      for (const path of await cursors(owner)) {
        expect([path, await asker(owner)(`GET ${path}`)]).toEqual([path, 200]);
        const asMine = path.replace(owner.sessions[0].id, mine.id);
        expect([asMine, await ask(`GET ${asMine}`)]).toEqual([asMine, 400]);
      }
      for (const frame of [
        { type: 'subscribe', sessionId: id },
        { type: 'subscribe', sessionId: id, after: 0 },
        { type: 'send_message', sessionId: id, to: chatId, message: 'mine' },
        { type: 'disconnect_session', sessionId: id },
        { type: 'request_pairing_code', sessionId: id, phoneNumber: chatId },
      ]) {
        expect(await world.frame(thief.tenant, frame)).toMatchObject({ type: 'error', code: 'session_not_found' });
      }
      const after = (await owner.tenant.http.listAllEvents({ limit: 1 })).cursor;
      const stolen = await world.frame(thief.tenant, { type: 'subscribe', all: true, after });
      expect(stolen).toMatchObject({ type: 'error', code: 'invalid_request' });
      await triesAddresses(thief, owner);
      expect(await lookedAt(owner)).toEqual(seen);
    }
  });

  it('let nobody in with a ticket that was used', async () => {
    const { ticket } = await north.tenant.http.createTicket();
    const enter = async () => connect(world.stack.endpoints.websocket, { ticket });
    const client = await enter();
    if (typeof client === 'number') throw new Error(`refused with ${client}`);
    expect(await enter()).toBe(401);
    expect(await client.ask({ type: 'subscribe', sessionId: south.sessions[0].id })).toMatchObject({ type: 'error' });
    await client.close();
  });
});

/** One of each thing of a company's that has an id. */
async function belongingsOf({
  tenant: { http },
  sessions: [{ id }],
  phones,
}: Company): Promise<Record<string, string>> {
  const file = await http.createMedia(id, { mimetype: 'image/png', bytes: 10 });
  const { apiKey } = await http.createApiKey({ name: 'spare', scopes: ['sessions:read'] });
  const lead = await http.createLead({ number: phones[0].number });
  const { webhooks } = await http.listWebhooks();
  const webhookId = webhooks.find(({ sessionId }) => sessionId === id)?.id ?? '';
  const { deliveries } = await http.listDeliveries(webhookId, { limit: 1 });
  // What one company writes to the other, both have under WhatsApp's id; what Cem writes, one alone.
  const { messages } = await http.listMessages(id, { chat: cem.number, limit: 1 });
  return {
    id,
    webhookId,
    keyId: apiKey.id,
    messageId: messages[0]?.id ?? '',
    chatId: cem.number,
    contactId: cem.number,
    groupId: '120363041234567890@g.us',
    operationId: 'op_00000000000000000000000000',
    mediaId: file.mediaId,
    deliveryId: deliveries[0]?.id ?? '',
    workerId: 'wrk-00000000000000000000000000',
    queue: 'requests',
    leadId: lead.id,
  };
}

/** Requests of a company's, and the status of each answer. */
const asker =
  ({ tenant: { token } }: Company) =>
  async (route: string, names: Record<string, string> = {}, body?: unknown): Promise<number> => {
    const [method = '', path = ''] = route.split(' ');
    const url = world.stack.endpoints.api + path.replaceAll(/\{(\w+)\}/g, (_, name: string) => names[name] ?? '');
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    return (await fetch(url, init)).status;
  };

/** Next pages of what a company lists. */
async function cursors({ tenant: { http }, sessions: [{ id }] }: Company): Promise<string[]> {
  const pages: [string, string | undefined][] = [
    ['/api/sessions?cursor=', (await http.listSessions({ limit: 1 })).cursor],
    ['/api/webhooks?cursor=', (await http.listWebhooks({ limit: 1 })).cursor],
    ['/api/audit?cursor=', (await http.listAudit({ limit: 1 })).cursor],
    ['/api/events?after=', (await http.listAllEvents({ limit: 1 })).cursor],
    [`/api/sessions/${id}/messages?cursor=`, (await http.listMessages(id, { limit: 1 })).cursor],
    [`/api/sessions/${id}/contacts?cursor=`, (await http.listContacts(id, { limit: 1 })).cursor],
  ];
  return pages.map(([path, cursor]) => {
    if (!cursor) throw new Error(`${path} has one page`);
    return path + cursor;
  });
}

/** What a company has, as it sees it. */
async function lookedAt({ tenant: { http }, sessions }: Company): Promise<unknown> {
  const page = { limit: 100 };
  return Promise.all([
    http.listSessions(page),
    http.listWebhooks(page),
    http.listApiKeys(),
    http.listLeads(page),
    http.listAudit(page),
    http.getSettings(),
    ...sessions.map(({ id }) => http.listEvents(id, { after: 0, limit: 100 })),
    ...sessions.map(({ id }) => http.listMessages(id, page)),
  ]);
}

/** Signed addresses open what they were signed for, and not with another name in them. */
async function triesAddresses(thief: Company, owner: Company): Promise<void> {
  const [mine, theirs] = [thief.sessions[0].id, owner.sessions[0].id];
  const body = { mimetype: 'image/png', bytes: 10 };
  const [own, other] = [
    await thief.tenant.http.createMedia(mine, body),
    await owner.tenant.http.createMedia(theirs, body),
  ];
  const put = async (url: string) =>
    (await fetch(url, { method: 'PUT', headers: own.upload.headers, body: randomBytes(10) })).status;
  expect(await put(own.upload.url.replace(mine, theirs))).toBe(403);
  expect(await put(own.upload.url.replace(mine, theirs).replace(own.mediaId, other.mediaId))).toBe(403);
  expect(await put(own.upload.url)).toBe(200);
  const { url } = await thief.tenant.http.getMedia(mine, own.mediaId);
  expect((await fetch(url)).status).toBe(200);
  expect((await fetch(url.replace(mine, theirs).replace(own.mediaId, other.mediaId))).status).toBe(403);
}

import { LinkRefused } from '../phone/link.ts';
import { Phone } from '../phone/phone.ts';
import { viewMessage } from '../phone/view.ts';
import type { Server } from '../server/server.ts';
import { unlinkDevice } from '../server/unlink.ts';
import { parseJid, SERVER } from '../wire/jid.ts';
import { ControlError } from './errors.ts';
import { bodies, check } from './requests.ts';
import { countAll } from './stats.ts';

/** What a route answers. */
export type Reply = { status: number; body: unknown };
export type Route = (server: Server, request: { number: string; body: unknown }) => Reply | Promise<Reply>;

const ok = (body: unknown, status = 200): Reply => ({ status, body });

function phoneOf(server: Server, number: string): Phone {
  const phone = server.phones.get(number);
  if (!phone) throw new ControlError(404, 'not_found', `number: there is no phone ${number}`);
  return phone;
}

const listPhones: Route = ({ world }) =>
  ok(
    [...world.accounts.values()].map(({ row, devices }) => ({
      number: row.number,
      lid: row.lid,
      name: row.name,
      devices: [...devices.values()].map((device) => ({ id: device.row.id, connected: device.line !== undefined })),
    })),
  );

const createPhone: Route = (server, request) => {
  const { number, name } = check(bodies.createPhone, request.body);
  if (number !== undefined && server.world.accounts.has(number))
    throw new ControlError(409, 'exists', `number: ${number} has a phone already`);
  const free = number ?? server.world.freeNumber();
  const account = server.world.createAccount(free, name ?? `Person ${free.slice(-4)}`);
  server.phones.set(free, new Phone(server, account));
  return ok({ number: free, lid: account.row.lid, name: account.row.name }, 201);
};

const scan: Route = async (server, request) => {
  const phone = phoneOf(server, request.number);
  const { qr } = check(bodies.scan, request.body);
  try {
    return ok({ deviceId: (await phone.scan(qr)).row.id });
  } catch (error) {
    if (!(error instanceof LinkRefused)) throw error;
    throw new ControlError(error.code === 'not_a_qr' ? 400 : 409, error.code, error.message);
  }
};

const sendMessage: Route = (server, request) => {
  const phone = phoneOf(server, request.number);
  const { to, content, addressing } = check(bodies.send, request.body);
  const jid = parseJid(to.includes('@') ? to : `${to.replace('+', '')}@${SERVER}`);
  const receiver = server.world.accountOf(jid);
  if (!receiver) throw new ControlError(404, 'not_found', `to: nobody has ${to}`);
  const mode = addressing ?? (jid?.server === 'lid' ? 'lid' : 'pn');
  return ok({ messageId: phone.send(receiver, content, mode).id }, 202);
};

const listMessages: Route = (server, { number }) => {
  const { account } = phoneOf(server, number);
  return ok([...account.messages.values()].map((message) => viewMessage(account, message)));
};

const readMessage: Route = (server, request) => {
  const phone = phoneOf(server, request.number);
  const { messageId } = check(bodies.read, request.body);
  const message = phone.account.received.get(messageId);
  if (!message) throw new ControlError(404, 'not_found', `messageId: this phone received no message ${messageId}`);
  phone.read(message);
  return ok({ messageId, status: 'read' });
};

const unlink: Route = (server, request) => {
  const { account } = phoneOf(server, request.number);
  const { deviceId } = check(bodies.unlink, request.body ?? {});
  const devices = [...account.devices.values()].filter(({ row }) => deviceId === undefined || row.id === deviceId);
  if (deviceId !== undefined && devices.length === 0)
    throw new ControlError(404, 'not_found', `deviceId: no device ${deviceId} is linked`);
  for (const device of devices) unlinkDevice(server, account, device);
  return ok({ unlinked: devices.map(({ row }) => row.id) });
};

const startFault: Route = (server, request) => {
  const { number, kind, seconds = 0 } = check(bodies.fault, request.body);
  if (number !== 'all') phoneOf(server, number);
  return ok({ hit: server.faults.start({ target: number, kind, seconds }, server.connections) }, 202);
};

/** The control API: method and path to what answers it. `:number` stands for a phone's number. */
export const ROUTES: Record<string, Route> = {
  'GET /phones': listPhones,
  'POST /phones': createPhone,
  'POST /phones/:number/scan': scan,
  'POST /phones/:number/messages': sendMessage,
  'GET /phones/:number/messages': listMessages,
  'POST /phones/:number/read': readMessage,
  'POST /phones/:number/unlink': unlink,
  'POST /faults': startFault,
  'GET /stats': (server) => ok(countAll(server)),
  'GET /health': ({ world }) => ok({ status: 'ok', noiseRootKey: world.keys.root.public.toString('hex') }),
};

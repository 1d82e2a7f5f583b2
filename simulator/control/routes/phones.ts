import { z } from 'zod';
import { Phone } from '../../phone/phone.ts';
import { unlinkDevice } from '../../server/unlink.ts';
import { check, number } from '../check.ts';
import { ControlError } from '../errors.ts';
import { phoneOf } from '../phoneOf.ts';
import type { Route } from '../route.ts';
import { ok } from '../route.ts';

const newPhone = z.strictObject({ number: number.optional(), name: z.string().min(1).max(100).optional() });
const unlinked = z.strictObject({ deviceId: z.int().positive().optional() });

export const listPhones: Route = ({ world }) =>
  ok(
    [...world.accounts.values()].map(({ row, devices }) => ({
      number: row.number,
      lid: row.lid,
      name: row.name,
      devices: [...devices.values()].map((device) => ({ id: device.row.id, connected: device.line !== undefined })),
    })),
  );

export const createPhone: Route = (server, request) => {
  const { number: wanted, name } = check(newPhone, request.body);
  if (wanted !== undefined && server.world.accounts.has(wanted))
    throw new ControlError(409, 'exists', `number: ${wanted} has a phone already`);
  const free = wanted ?? server.world.freeNumber();
  const account = server.world.createAccount(free, name ?? `Person ${free.slice(-4)}`);
  server.phones.set(free, new Phone(server, account));
  return ok({ number: free, lid: account.row.lid, name: account.row.name }, 201);
};

export const replacePhone: Route = (server, request) => {
  const phone = phoneOf(server, request.number);
  phone.replace();
  return ok({ number: phone.account.number });
};

export const forgetSessions: Route = (server, request) => {
  const { account } = phoneOf(server, request.number);
  account.forgetSessions();
  return ok({ number: account.number });
};

export const unlink: Route = (server, request) => {
  const { account } = phoneOf(server, request.number);
  const { deviceId } = check(unlinked, request.body ?? {});
  const devices = [...account.devices.values()].filter(({ row }) => deviceId === undefined || row.id === deviceId);
  if (deviceId !== undefined && devices.length === 0)
    throw new ControlError(404, 'not_found', `deviceId: no device ${deviceId} is linked`);
  for (const device of devices) unlinkDevice(server, account, device);
  return ok({ unlinked: devices.map(({ row }) => row.id) });
};

import type { Account } from '../state/account.ts';
import type { Device } from '../state/device.ts';
import { announceDevices } from './deviceNotice.ts';
import type { Server } from './server.ts';
import { streamError } from './streamErrors.ts';

/** Takes a device off an account: its connection ends with 401 and it cannot log in again. */
export function unlinkDevice(server: Server, account: Account, device: Device): void {
  const { id } = device.row;
  announceDevices(server, account, 'remove', [id]);
  account.devices.delete(id);
  device.erase();
  for (const session of server.sessions.values())
    if (session.device === device) session.connection.finish(streamError(401));
  account.announce('unlinked', { deviceId: id });
}

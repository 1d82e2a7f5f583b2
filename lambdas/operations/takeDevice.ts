import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { SessionId, TenantId } from '../../core/model/ids.ts';
import { CREDS, type SessionFiles } from '../../core/model/sessionFiles.ts';
import { claimDevice } from '../../core/store/devices.ts';
import type { Context } from '../context.ts';
import { inUse } from './inUse.ts';

/** Baileys writes bytes as `{ type: 'Buffer', data: base64 }`, others as an array of numbers. */
const Bytes = z.union([
  z.object({ data: z.base64() }).transform(({ data }) => Buffer.from(data, 'base64')),
  z.object({ data: z.array(z.int()) }).transform(({ data }) => Buffer.from(data)),
  z.unknown().transform((other) => Buffer.from(JSON.stringify(other))),
]);
const Identity = z.object({ signedIdentityKey: z.object({ public: Bytes }) });

/**
 * Lets a session have the device whose credentials somebody brings. A device has an identity key of its own: the same number
 * linked twice is two devices.
 * @returns the device's name
 * @throws {KeeplineError} `device_in_use`
 */
export async function takeDevice(
  { table, now }: Context,
  id: SessionId,
  tenant: TenantId,
  files: SessionFiles,
): Promise<string> {
  const key = Identity.parse(JSON.parse(files[CREDS] ?? '')).signedIdentityKey.public;
  const device = createHash('sha256').update(key).digest('base64url');
  const holder = await claimDevice(table, device, id, now());
  if (holder) throw inUse(holder.tenant === tenant ? holder.id : undefined);
  return device;
}

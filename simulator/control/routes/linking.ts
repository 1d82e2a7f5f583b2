import { z } from 'zod';
import { LinkRefused } from '../../phone/link.ts';
import type { Device } from '../../state/device.ts';
import { check, number } from '../check.ts';
import { ControlError } from '../errors.ts';
import { phoneOf } from '../phoneOf.ts';
import type { Reply, Route } from '../route.ts';
import { ok } from '../route.ts';

const scanned = z.strictObject({ qr: z.string().min(1) });
const typed = z.strictObject({
  code: z.string().regex(/^[A-Za-z0-9]{4}-?[A-Za-z0-9]{4}$/, 'eight letters and digits'),
});
const changed = z.strictObject({
  refs: z.int().min(1).max(20).optional(),
  pairingCodeSeconds: z.number().nonnegative().optional(),
  oldestClient: z
    .string()
    .regex(/^\d+(\.\d+)*$/, 'a version such as 2.3000.1')
    .optional(),
  history: z.enum(['inline', 'files']).optional(),
  historyChunk: z.int().min(1).optional(),
  endOfBacklog: z.boolean().optional(),
  passkey: z.array(z.union([number, z.literal('all')])).optional(),
});

export const scan: Route = (server, request) => {
  const phone = phoneOf(server, request.number);
  return answerLink(phone.scan(check(scanned, request.body).qr));
};

export const typeCode: Route = (server, request) => {
  const phone = phoneOf(server, request.number);
  return answerLink(phone.typeCode(check(typed, request.body).code));
};

async function answerLink(linking: Promise<Device>): Promise<Reply> {
  try {
    return ok({ deviceId: (await linking).row.id });
  } catch (error) {
    if (!(error instanceof LinkRefused)) throw error;
    throw new ControlError(error.code === 'not_a_qr' ? 400 : 409, error.code, error.message);
  }
}

export const changeRules: Route = ({ rules }, request) => ok(Object.assign(rules, check(changed, request.body)));

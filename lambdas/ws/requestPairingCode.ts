import { requestPairingCode as request } from '../operations/requestPairingCode.ts';
import type { Answer, FrameCall } from './call.ts';

/** request_pairing_code: the code comes as a `pairing_code` frame to whoever is subscribed. */
export async function requestPairingCode(call: FrameCall<'request_pairing_code'>): Promise<Answer> {
  const { context, principal, frame } = call;
  const { id } = await request(context, principal, frame.sessionId, frame.phoneNumber);
  return { type: 'pairing_code_requested', sessionId: id };
}

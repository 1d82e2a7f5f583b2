import type { ClientFrameType } from '../../core/model/frames.ts';
import type { Answer, FrameCall } from './call.ts';
import { createSession } from './createSession.ts';
import { disconnectSession } from './disconnectSession.ts';
import { ping } from './ping.ts';
import { requestPairingCode } from './requestPairingCode.ts';
import { sendMessage } from './sendMessage.ts';
import { subscribe } from './subscribe.ts';
import { unsubscribe } from './unsubscribe.ts';

const FRAMES: { [T in ClientFrameType]: (call: FrameCall<T>) => Promise<Answer> } = {
  create_session: createSession,
  subscribe,
  unsubscribe,
  request_pairing_code: requestPairingCode,
  send_message: sendMessage,
  disconnect_session: disconnectSession,
  ping,
};

export const dispatch = <T extends ClientFrameType>(type: T, call: FrameCall<T>): Promise<Answer> => FRAMES[type](call);

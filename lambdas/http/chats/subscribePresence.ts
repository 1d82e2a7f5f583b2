import type { Call, HttpResult } from '../call.ts';
import { jidOf, operate } from '../operate.ts';

/** POST /api/sessions/{id}/chats/{chatId}/presence/subscribe: live clients get `presence` frames from then on. */
export const subscribePresence = async (call: Call): Promise<HttpResult> =>
  operate(call, { kind: 'subscribe_presence', chatId: jidOf(call.event, 'chatId') });

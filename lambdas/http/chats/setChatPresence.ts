import { SetChatPresence } from '../../../core/model/directory.ts';
import type { Call, HttpResult } from '../call.ts';
import { jidOf, operate } from '../operate.ts';
import { bodyOf } from '../request.ts';

/** POST /api/sessions/{id}/chats/{chatId}/presence: the other side sees that somebody writes, or records. */
export const setChatPresence = async (call: Call): Promise<HttpResult> =>
  operate(call, { kind: 'set_presence', chatId: jidOf(call.event, 'chatId'), ...bodyOf(SetChatPresence, call.event) });

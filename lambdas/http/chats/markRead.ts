import { MarkRead } from '../../../core/model/directory.ts';
import type { Call, HttpResult } from '../call.ts';
import { jidOf, operate } from '../operate.ts';
import { bodyOf } from '../request.ts';

/** POST /api/sessions/{id}/chats/{chatId}/read: those who wrote see that it was read. */
export const markRead = async (call: Call): Promise<HttpResult> =>
  operate(call, { kind: 'mark_read', chatId: jidOf(call.event, 'chatId'), ...bodyOf(MarkRead, call.event) });

import { SetPresence } from '../../../core/model/directory.ts';
import type { Call, HttpResult } from '../call.ts';
import { operate } from '../operate.ts';
import { bodyOf } from '../request.ts';

/** POST /api/sessions/{id}/presence: whether the account is there. While it is, its phone stays silent. */
export const setPresence = async (call: Call): Promise<HttpResult> =>
  operate(call, { kind: 'set_presence', ...bodyOf(SetPresence, call.event) });

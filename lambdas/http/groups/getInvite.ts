import type { Call, HttpResult } from '../call.ts';
import { jidOf, operate } from '../operate.ts';

/** GET /api/sessions/{id}/groups/{groupId}/invite */
export const getInvite = async (call: Call): Promise<HttpResult> =>
  operate(call, { kind: 'get_invite', groupId: jidOf(call.event, 'groupId') });

import type { Call, HttpResult } from '../call.ts';
import { jidOf, operate } from '../operate.ts';

/** POST /api/sessions/{id}/groups/{groupId}/leave */
export const leaveGroup = async (call: Call): Promise<HttpResult> =>
  operate(call, { kind: 'leave_group', groupId: jidOf(call.event, 'groupId') });

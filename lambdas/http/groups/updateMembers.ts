import { UpdateMembers } from '../../../core/model/directory.ts';
import type { Call, HttpResult } from '../call.ts';
import { jidOf, operate } from '../operate.ts';
import { bodyOf } from '../request.ts';

/** POST /api/sessions/{id}/groups/{groupId}/members: adds, removes, promotes or demotes; each has a result of their own. */
export const updateMembers = async (call: Call): Promise<HttpResult> =>
  operate(call, {
    kind: 'update_members',
    groupId: jidOf(call.event, 'groupId'),
    ...bodyOf(UpdateMembers, call.event),
  });

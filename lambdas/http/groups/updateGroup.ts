import { UpdateGroup } from '../../../core/model/directory.ts';
import type { Call, HttpResult } from '../call.ts';
import { jidOf, operate } from '../operate.ts';
import { bodyOf } from '../request.ts';

/** PATCH /api/sessions/{id}/groups/{groupId} */
export const updateGroup = async (call: Call): Promise<HttpResult> =>
  operate(call, { kind: 'update_group', groupId: jidOf(call.event, 'groupId'), ...bodyOf(UpdateGroup, call.event) });

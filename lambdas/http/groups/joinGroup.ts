import { JoinGroup } from '../../../core/model/directory.ts';
import type { Call, HttpResult } from '../call.ts';
import { operate } from '../operate.ts';
import { bodyOf } from '../request.ts';

/** POST /api/sessions/{id}/groups/join */
export const joinGroup = async (call: Call): Promise<HttpResult> =>
  operate(call, { kind: 'join_group', ...bodyOf(JoinGroup, call.event) });

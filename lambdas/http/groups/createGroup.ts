import { CreateGroup } from '../../../core/model/directory.ts';
import type { Call, HttpResult } from '../call.ts';
import { operate } from '../operate.ts';
import { bodyOf } from '../request.ts';

/** POST /api/sessions/{id}/groups */
export const createGroup = async (call: Call): Promise<HttpResult> =>
  operate(call, { kind: 'create_group', ...bodyOf(CreateGroup, call.event) });

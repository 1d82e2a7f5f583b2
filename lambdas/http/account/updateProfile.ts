import { UpdateProfile } from '../../../core/model/directory.ts';
import type { Call, HttpResult } from '../call.ts';
import { operate } from '../operate.ts';
import { bodyOf } from '../request.ts';

/** PUT /api/sessions/{id}/profile */
export const updateProfile = async (call: Call): Promise<HttpResult> =>
  operate(call, { kind: 'update_profile', ...bodyOf(UpdateProfile, call.event) });

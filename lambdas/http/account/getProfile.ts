import type { Call, HttpResult } from '../call.ts';
import { operate } from '../operate.ts';

/** GET /api/sessions/{id}/profile */
export const getProfile = (call: Call): Promise<HttpResult> => operate(call, { kind: 'get_profile' });

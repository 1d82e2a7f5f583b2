import type { Call, HttpResult } from '../call.ts';
import { operate } from '../operate.ts';

/** GET /api/sessions/{id}/blocked */
export const listBlocked = (call: Call): Promise<HttpResult> => operate(call, { kind: 'list_blocked' });

import { CheckNumbers } from '../../../core/model/directory.ts';
import type { Call, HttpResult } from '../call.ts';
import { operate } from '../operate.ts';
import { bodyOf } from '../request.ts';

/** POST /api/sessions/{id}/numbers/check: which of them are on WhatsApp. */
export const checkNumbers = async (call: Call): Promise<HttpResult> =>
  operate(call, { kind: 'check_numbers', ...bodyOf(CheckNumbers, call.event) });

import type { Call, HttpResult } from '../call.ts';
import { jidOf, operate } from '../operate.ts';

/** POST /api/sessions/{id}/contacts/{contactId}/unblock */
export const unblockContact = async (call: Call): Promise<HttpResult> =>
  operate(call, { kind: 'unblock', jid: jidOf(call.event, 'contactId') });

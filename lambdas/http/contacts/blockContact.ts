import type { Call, HttpResult } from '../call.ts';
import { jidOf, operate } from '../operate.ts';

/** POST /api/sessions/{id}/contacts/{contactId}/block */
export const blockContact = async (call: Call): Promise<HttpResult> =>
  operate(call, { kind: 'block', jid: jidOf(call.event, 'contactId') });

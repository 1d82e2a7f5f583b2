import type { Call, HttpResult } from '../call.ts';
import { jidOf, operate } from '../operate.ts';

/** GET /api/sessions/{id}/contacts/{contactId}: with the picture and the line that somebody shows us, as of now. */
export const getContact = async (call: Call): Promise<HttpResult> =>
  operate(call, { kind: 'get_contact', jid: jidOf(call.event, 'contactId') });

import type { Call, HttpResult } from '../call.ts';
import { jidOf, operate } from '../operate.ts';

/** POST /api/sessions/{id}/groups/{groupId}/invite: another link; the last one leads nowhere from then on. */
export const revokeInvite = async (call: Call): Promise<HttpResult> =>
  operate(call, { kind: 'revoke_invite', groupId: jidOf(call.event, 'groupId') });

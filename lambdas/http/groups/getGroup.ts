import { Group } from '../../../core/model/groups.ts';
import { getGroup as find } from '../../../core/store/groups.ts';
import { findSession } from '../../operations/findSession.ts';
import { json } from '../answer.ts';
import type { Call, HttpResult } from '../call.ts';
import { jidOf, operate } from '../operate.ts';

/** GET /api/sessions/{id}/groups/{groupId}: as it is followed here; WhatsApp is asked where its members were never told. */
export async function getGroup(call: Call): Promise<HttpResult> {
  const { context, event, principal } = call;
  const groupId = jidOf(event, 'groupId');
  const { id } = await findSession(context, principal, event.pathParameters?.['id']);
  const group = await find(context.table, id, groupId);
  return group?.members ? json(200, Group, group) : operate(call, { kind: 'get_group', groupId });
}

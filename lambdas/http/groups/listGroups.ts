import { GroupPage, ListGroups } from '../../../core/model/directory.ts';
import { listGroups as list } from '../../../core/store/groups.ts';
import { findSession } from '../../operations/findSession.ts';
import { json } from '../answer.ts';
import type { Call, HttpResult } from '../call.ts';
import { queryOf } from '../request.ts';

/** GET /api/sessions/{id}/groups: those that the account is in, without their members. */
export async function listGroups({ context, event, principal }: Call): Promise<HttpResult> {
  const query = queryOf(ListGroups, event);
  const { id } = await findSession(context, principal, event.pathParameters?.['id']);
  return json(200, GroupPage, await list(context.table, id, query));
}

import { ContactPage, ListContacts } from '../../../core/model/directory.ts';
import { listContacts as list } from '../../../core/store/contacts.ts';
import { findSession } from '../../operations/findSession.ts';
import { json } from '../answer.ts';
import type { Call, HttpResult } from '../call.ts';
import { queryOf } from '../request.ts';

/** GET /api/sessions/{id}/contacts */
export async function listContacts({ context, event, principal }: Call): Promise<HttpResult> {
  const query = queryOf(ListContacts, event);
  const { id } = await findSession(context, principal, event.pathParameters?.['id']);
  return json(200, ContactPage, await list(context.table, id, query));
}

import { EventPage, ListEvents } from '../../core/model/http.ts';
import { findSession } from '../operations/findSession.ts';
import { readReplay } from '../operations/readReplay.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';
import { queryOf } from './request.ts';

/** A function's answer holds 6 MB. */
const MOST_BYTES = 4 * 1024 * 1024;

/** GET /api/sessions/{id}/events */
export async function listEvents({ context, event, principal }: Call): Promise<HttpResult> {
  const { after, limit } = queryOf(ListEvents, event);
  const { id } = await findSession(context, principal, event.pathParameters?.['id']);
  return json(200, EventPage, await readReplay(context, id, { after, limit, maxBytes: MOST_BYTES }));
}

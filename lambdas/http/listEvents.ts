import { EventPage, ListEvents } from '../../core/model/http.ts';
import { readEvents } from '../../core/store/events.ts';
import { findSession } from '../operations/findSession.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';
import { queryOf } from './request.ts';

/** A function's answer holds 6 MB. */
export const MOST_BYTES = 4 * 1024 * 1024;

/** GET /api/sessions/{id}/events */
export async function listEvents({ context, event, principal }: Call): Promise<HttpResult> {
  const { table, now } = context;
  const query = queryOf(ListEvents, event);
  const { id } = await findSession(context, principal, event.pathParameters?.['id']);
  return json(200, EventPage, await readEvents(table, id, { ...query, maxBytes: MOST_BYTES, now: now() }));
}

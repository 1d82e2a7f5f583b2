import { FeedPage, ListAllEvents } from '../../core/model/http.ts';
import { readFeed } from '../../core/store/feed.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';
import { MOST_BYTES } from './listEvents.ts';
import { queryOf } from './request.ts';

/** GET /api/events: of all the caller's sessions. */
export async function listAllEvents({ context, event, principal }: Call): Promise<HttpResult> {
  const { table, now } = context;
  const { tenantId, key } = principal;
  const wish = { ...queryOf(ListAllEvents, event), boundTo: key?.sessions };
  const page = await readFeed(table, tenantId, { ...wish, maxBytes: MOST_BYTES, now: now() });
  return json(200, FeedPage, page);
}

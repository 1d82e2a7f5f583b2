import { Ticket } from '../../core/model/apiKeys.ts';
import { createTicket as create } from '../../core/store/tickets.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';

/** POST /api/tickets: lets one WebSocket in, as the caller. */
export async function createTicket({ context, principal }: Call): Promise<HttpResult> {
  return json(201, Ticket, await create(context.table, principal, context.now()));
}

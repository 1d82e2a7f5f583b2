import { KeeplineError } from '../../core/model/errors.ts';
import { type Operation, ROUTES } from '../../core/model/http.ts';
import type { Context } from '../context.ts';
import { about } from './about.ts';
import type { Call, HttpEvent, HttpResult } from './call.ts';
import { createSession } from './createSession.ts';
import { createTicket } from './createTicket.ts';
import { deleteSession } from './deleteSession.ts';
import { getMessage } from './getMessage.ts';
import { getQr } from './getQr.ts';
import { getSession } from './getSession.ts';
import { getSessionStatus } from './getSessionStatus.ts';
import { health } from './health.ts';
import { listAllEvents } from './listAllEvents.ts';
import { listEvents } from './listEvents.ts';
import { listMessages } from './listMessages.ts';
import { listSessions } from './listSessions.ts';
import { logoutSession } from './logoutSession.ts';
import { sendMessage } from './sendMessage.ts';
import { reconnectSession } from './reconnectSession.ts';
import { requestPairingCode } from './requestPairingCode.ts';
import { startSession } from './startSession.ts';
import { stopSession } from './stopSession.ts';

export type Handle = (call: Call) => Promise<HttpResult>;

type OpenOperation = { [O in Operation]: (typeof ROUTES)[O] extends { open: true } ? O : never }[Operation];

const OPEN: Record<OpenOperation, (context: Context) => Promise<HttpResult>> = { about, health, apiHealth: health };

/** What most calls are for. The others are in seldom.ts. */
const OFTEN = {
  createSession,
  listSessions,
  getSession,
  getSessionStatus,
  getQr,
  requestPairingCode,
  startSession,
  reconnectSession,
  stopSession,
  logoutSession,
  deleteSession,
  sendMessage,
  listMessages,
  getMessage,
  listEvents,
  listAllEvents,
  createTicket,
} satisfies Partial<Record<Operation, Handle>>;
type Often = keyof typeof OFTEN;
export type Seldom = Exclude<Operation, OpenOperation | Often>;
const isOften = (operation: Operation): operation is Often => operation in OFTEN;

const BY_ROUTE = new Map(Object.entries(ROUTES).map(([operation, { route }]) => [route, operation as Operation]));

/** @throws {KeeplineError} `route_not_found` */
export function operationOf(routeKey: string): Operation {
  const operation = BY_ROUTE.get(routeKey as (typeof ROUTES)[Operation]['route']);
  if (!operation) throw new KeeplineError('route_not_found', 'There is no such route.');
  return operation;
}

export const isOpen = (operation: Operation): operation is OpenOperation => operation in OPEN;

export async function dispatch(context: Context, event: HttpEvent): Promise<HttpResult> {
  const operation = operationOf(event.routeKey);
  if (isOpen(operation)) return OPEN[operation](context);
  const { principal } = event;
  if (!principal) throw new Error('an operation that needs a principal was reached without one');
  const call = { context, event, principal };
  return isOften(operation) ? OFTEN[operation](call) : (await import('./seldom.ts')).SELDOM[operation](call);
}

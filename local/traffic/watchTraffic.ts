import { IncomingMessage, type RequestListener, type Server, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerError, answerSent } from './answers.ts';
import { askForUnits, readUnits } from './capacity.ts';
import { belongsTo, describe, jsonOf } from './describe.ts';
import type { Disturbance, Service, Traffic } from './traffic.ts';

/** One request on its way to the service. */
interface Passage {
  service: Service;
  body: Buffer;
  response: ServerResponse;
  /** Has the service do it; its answer goes to `response`. */
  serve: (response: ServerResponse) => void;
}

/** Puts `traffic` between a service and everybody who calls it. */
export function watchTraffic(server: Server, service: Service, traffic: Traffic): void {
  const [listener] = server.listeners('request') as RequestListener[];
  if (!listener) throw new Error(`the server of ${service} has no listener`);
  server.off('request', listener);
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (belongsTo(service, request)) void pass(service, traffic, listener, request, response);
    else listener(request, response);
  });
}

async function pass(
  service: Service,
  { observe, disturb }: Traffic,
  listener: RequestListener,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const startedAt = performance.now();
  const body = await buffer(request).catch(() => undefined);
  // The caller went away before it had asked.
  if (!body) return;
  // To read a large file as text would hold everybody up.
  const call = { startedAt, ...describe(service, request, service === 's3' ? {} : jsonOf(body)) };
  const counted = service === 'dynamodb' && observe !== undefined;
  const units = counted ? readUnits(response) : () => undefined;
  response.once('close', () => {
    const status = response.writableFinished ? response.statusCode : undefined;
    observe?.({ ...call, ms: performance.now() - startedAt, status, units: units() });
  });
  const asked = counted ? askForUnits(call.action, body) : body;
  const serve = (to: ServerResponse) => listener(again(request, asked), to);
  await take({ service, body, response, serve }, disturb?.(call));
}

async function take({ service, body, response, serve }: Passage, disturbance: Disturbance | undefined): Promise<void> {
  switch (disturbance?.kind) {
    case undefined:
      return serve(response);
    case 'error':
      return answerError(response, service, disturbance.status, disturbance.code);
    case 'delay':
      await sleep(disturbance.ms);
      return serve(response);
    case 'hold':
      await disturbance.until;
      return serve(response);
    case 'hang':
      if (disturbance.done) serve(nowhere(response));
      return;
    case 'lose':
      return answerSent(response, jsonOf(body));
    case 'double':
      serve(nowhere(response));
      return serve(response);
  }
}

/** An answer that nobody gets. */
const nowhere = ({ req }: ServerResponse) => new ServerResponse(req);

/** The request anew, for a listener that has to read it from the start. */
function again(request: IncomingMessage, body: Buffer): IncomingMessage {
  const { method, url, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor } = request;
  const headers = { ...request.headers, 'content-length': String(body.length) };
  const copy = new IncomingMessage(request.socket);
  Object.assign(copy, { method, url, headers, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor });
  copy.complete = true;
  copy.push(body);
  copy.push(null);
  return copy;
}

import type { IncomingMessage, RequestListener } from 'node:http';
import { FunctionError } from '../../functions/start.ts';
import type { ApiSpec } from '../../template/blueprint.ts';
import type { Invoke } from '../invoke.ts';
import { BODY_LIMIT, type Limits } from '../limits.ts';
import { answerOf, gatewayAnswer, type HttpAnswer } from './answer.ts';
import { httpEvent } from './event.ts';
import { routeMatcher } from './match.ts';

/** An HTTP API: every request goes to the function of its route. */
export function httpApi(api: ApiSpec, invoke: Invoke, limits: Limits): RequestListener {
  const match = routeMatcher(api.routes);

  async function answer(request: IncomingMessage): Promise<HttpAnswer> {
    const url = new URL(`http://${request.headers.host ?? '127.0.0.1'}${request.url}`);
    const found = match(request.method ?? 'GET', url.pathname);
    if (!found) return gatewayAnswer(404, 'Not Found');
    const body = await bodyOf(request);
    if (!body) return gatewayAnswer(413, 'Request Entity Too Large');
    const event = httpEvent(request, url, body, found, api.apiId);
    try {
      const result = await invoke(found.route.functionName, event, limits.httpIntegrationMs);
      return answerOf(result) ?? gatewayAnswer(500, 'Internal Server Error');
    } catch (error) {
      if (!(error instanceof FunctionError)) throw error;
      return error.timedOut ? gatewayAnswer(503, 'Service Unavailable') : gatewayAnswer(500, 'Internal Server Error');
    }
  }

  return (request, response) => {
    void answer(request)
      .catch(() => gatewayAnswer(400, 'Bad Request'))
      .then(({ status, headers, body }) => {
        response.statusCode = status;
        response.setHeaders(headers);
        return response.end(body);
      });
  };
}

/** The whole body; undefined when it is too large. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= BODY_LIMIT) parts.push(part);
  }
  return size > BODY_LIMIT ? undefined : Buffer.concat(parts);
}

/** Answers in the place of a service, in the form that the AWS SDK reads. */
import { createHash, randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Service } from './traffic.ts';

const MESSAGE = 'Made up by the local system';

/** @param code the error's name, as the service's API gives it */
export function answerError(response: ServerResponse, service: Service, status: number, code: string): void {
  const headers = { 'x-amzn-errortype': code, 'x-amzn-requestid': randomUUID() };
  if (service === 's3') {
    const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${MESSAGE}</Message></Error>`;
    response.writeHead(status, { ...headers, 'content-type': 'application/xml' }).end(body);
  } else {
    const body = JSON.stringify({ __type: code, message: MESSAGE });
    response.writeHead(status, { ...headers, 'content-type': 'application/x-amz-json-1.0' }).end(body);
  }
}

/** SQS's answer to `SendMessage`; the SDK checks the sum. */
export function answerSent(response: ServerResponse, { MessageBody }: Record<string, unknown>): void {
  const MD5OfMessageBody = createHash('md5').update(String(MessageBody)).digest('hex');
  const body = JSON.stringify({ MessageId: randomUUID(), MD5OfMessageBody });
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
}

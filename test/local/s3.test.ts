import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { expect, test } from 'vitest';
import { startS3 } from '../../local/s3/start.ts';
import { credentials, stopping, temporaryFolder } from './fixtures/temporary.ts';

const bucket = {
  name: 'media',
  cors: [
    {
      origins: ['http://127.0.0.1:8081', 'https://*.example.com'],
      methods: ['PUT', 'GET'],
      headers: ['content-type'],
      maxAgeSeconds: 600,
    },
  ],
};
const file = { Bucket: bucket.name, Key: 'media/a' };

async function s3(stateDir: string) {
  const service = await startS3(stateDir, 0);
  service.createBucket(bucket);
  const client = new S3Client({ ...credentials, endpoint: service.url });
  return { service, client, stop: stopping(service, client) };
}

test('files survive a restart at another port', async () => {
  const stateDir = await temporaryFolder();
  const first = await s3(stateDir);
  await first.client.send(new PutObjectCommand({ ...file, Body: 'content', ContentType: 'text/plain' }));
  await first.stop();
  const second = await s3(stateDir);
  const { Body, ContentType } = await second.client.send(new GetObjectCommand(file));
  expect(await Body?.transformToString()).toBe('content');
  expect(ContentType).toBe('text/plain');
});

test.each([
  ['http://127.0.0.1:8081', 'PUT', 'content-type', 200],
  ['https://app.example.com', 'GET', '', 200],
  ['https://example.org', 'PUT', 'content-type', 403],
  ['http://127.0.0.1:8081', 'DELETE', 'content-type', 403],
  ['http://127.0.0.1:8081', 'PUT', 'content-type,x-other', 403],
])('a page of %s that wants to %s with "%s" is answered %d', async (origin, method, headers, status) => {
  const { service } = await s3(await temporaryFolder());
  const answer = await fetch(`${service.url}/media/media/a`, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': headers },
  });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('access-control-allow-origin')).toBe(status === 200 ? origin : null);
});

test('a page reads what it fetches from a signed address, and another page does not', async () => {
  const { client } = await s3(await temporaryFolder());
  await client.send(new PutObjectCommand({ ...file, Body: 'content' }));
  const url = await getSignedUrl(client, new GetObjectCommand(file));
  const readableBy = async (origin: string) =>
    (await fetch(url, { headers: { origin } })).headers.get('access-control-allow-origin');
  expect(await readableBy('http://127.0.0.1:8081')).toBe('http://127.0.0.1:8081');
  expect(await readableBy('https://example.org')).toBeNull();
});

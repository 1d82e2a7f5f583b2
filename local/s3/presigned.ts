/** Addresses that somebody with the right to it has signed for others. fauxqs takes any: S3 holds them to what was signed. */
import type { IncomingHttpHeaders } from 'node:http';
import { S3Client } from '@aws-sdk/client-s3';
import { S3RequestPresigner } from '@aws-sdk/s3-request-presigner';
import { CREDENTIALS, REGION } from '../aws.ts';

interface Asked {
  method: string;
  /** With the query. */
  url: string;
  headers: IncomingHttpHeaders;
}

/** What S3 answers to a signed address that does not hold. */
export interface Refusal {
  code: string;
  message: string;
}

const presigner = (accessKeyId: string) =>
  new S3RequestPresigner(new S3Client({ region: REGION, credentials: { ...CREDENTIALS, accessKeyId } }).config);

/** Undefined where the address is not signed, or signed for just this request and not over. */
export async function refusalOf({ method, url, headers }: Asked, now = Date.now()): Promise<Refusal | undefined> {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const query = Object.fromEntries(searchParams);
  const { 'X-Amz-Signature': signature, 'X-Amz-Date': date = '', 'X-Amz-Expires': seconds } = query;
  if (signature === undefined) return undefined;
  const signingDate = new Date(date.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  const expiresIn = Number(seconds);
  if (!(signingDate.getTime() + expiresIn * 1000 > now))
    return { code: 'AccessDenied', message: 'Request has expired' };

  const names = new Set((query['X-Amz-SignedHeaders'] ?? '').split(';'));
  const signed = Object.entries(headers).filter(([name]) => names.has(name));
  const rest = Object.entries(query).filter(([name]) => !name.startsWith('X-Amz-'));
  const [signer = ''] = (query['X-Amz-Credential'] ?? '').split('/');
  const again = await presigner(signer).presign(
    {
      method,
      protocol: 'http:',
      hostname: 'localhost',
      path: pathname,
      query: Object.fromEntries(rest),
      headers: Object.fromEntries(signed.map(([name, value]) => [name, String(value)])),
    },
    { signingDate, expiresIn, signableHeaders: names },
  );
  if (again.query?.['X-Amz-Signature'] === signature) return undefined;
  return { code: 'SignatureDoesNotMatch', message: 'The request is not the one that was signed.' };
}

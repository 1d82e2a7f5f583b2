/** The files of messages, in S3: `media/<sessionId>/<mediaId>`. What is known of them is in rows (mediaRows.ts). */
import type { Readable } from 'node:stream';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Media } from '../model/content.ts';
import type { MediaId, SessionId } from '../model/ids.ts';
import { contentDisposition } from './contentDisposition.ts';

export interface Bucket {
  s3: S3Client;
  name: string;
}

/** Where a file lies. */
interface At {
  sessionId: SessionId;
  mediaId: MediaId;
}

const folderOf = (id: SessionId) => `media/${id}/`;
const place = ({ name }: Bucket, { sessionId, mediaId }: At) => ({
  Bucket: name,
  Key: folderOf(sessionId) + mediaId,
});

/** A transfer may take its time, as long as something moves. */
export function openBucket(name: string): Bucket {
  const s3 = new S3Client({
    maxAttempts: 5,
    requestHandler: { connectionTimeout: 1_000, socketTimeout: 10_000 },
    // A signed address would carry the checksum of an empty body; what is written here brings its own.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  return { s3, name };
}

/** An address at which somebody else may put a file, of just this type and size. */
export async function signUpload(
  bucket: Bucket,
  at: At,
  { mimetype, bytes }: { mimetype: string; bytes: number },
  seconds: number,
): Promise<string> {
  const command = new PutObjectCommand({ ...place(bucket, at), ContentType: mimetype, ContentLength: bytes });
  const signableHeaders = new Set(['host', 'content-type', 'content-length']);
  return getSignedUrl(bucket.s3, command, { expiresIn: seconds, signableHeaders });
}

/** An address at which somebody else may fetch a file. It is given as something to save: a page in it never runs. */
export async function signDownload(
  bucket: Bucket,
  at: At,
  { mimetype, fileName }: Pick<Media, 'mimetype' | 'fileName'>,
  seconds: number,
): Promise<string> {
  const command = new GetObjectCommand({
    ...place(bucket, at),
    ResponseContentType: mimetype,
    ResponseContentDisposition: contentDisposition(fileName),
  });
  return getSignedUrl(bucket.s3, command, { expiresIn: seconds });
}

/** Puts a file, in place of one that is there. S3 refuses what arrives with another hash. */
export async function putFile(
  bucket: Bucket,
  at: At,
  body: Uint8Array | Readable,
  { mimetype, bytes, sha256 }: { mimetype: string; bytes: number; sha256: string },
): Promise<void> {
  const ChecksumSHA256 = Buffer.from(sha256, 'hex').toString('base64');
  await bucket.s3.send(
    new PutObjectCommand({
      ...place(bucket, at),
      Body: body,
      ContentType: mimetype,
      ContentLength: bytes,
      ChecksumSHA256,
    }),
  );
}

/** A file's size and its first bytes; undefined when it is not there. */
export async function lookAtFile(
  bucket: Bucket,
  at: At,
  headBytes: number,
): Promise<{ bytes: number; head: Uint8Array } | undefined> {
  try {
    const { Body, ContentRange } = await bucket.s3.send(
      new GetObjectCommand({ ...place(bucket, at), Range: `bytes=0-${headBytes - 1}` }),
    );
    const head = (await Body?.transformToByteArray()) ?? new Uint8Array();
    return { bytes: Number(ContentRange?.split('/')[1]), head };
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

/** A file's content; undefined when it is not there. */
export async function readFile(bucket: Bucket, at: At, signal?: AbortSignal): Promise<Readable | undefined> {
  try {
    const { Body } = await bucket.s3.send(
      new GetObjectCommand(place(bucket, at)),
      signal ? { abortSignal: signal } : {},
    );
    return Body as Readable;
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

/** Erases all files of a session. */
export async function eraseFiles({ s3, name }: Bucket, id: SessionId): Promise<void> {
  for (;;) {
    const { Contents = [], IsTruncated } = await s3.send(
      new ListObjectsV2Command({ Bucket: name, Prefix: folderOf(id) }),
    );
    const Objects = Contents.map(({ Key }) => ({ Key }));
    if (Objects.length > 0) {
      const { Errors = [] } = await s3.send(
        new DeleteObjectsCommand({ Bucket: name, Delete: { Objects, Quiet: true } }),
      );
      if (Errors.length > 0) throw new Error(`${Errors.length} files were not erased: ${Errors[0]?.Code}`);
    }
    if (!IsTruncated) return;
  }
}

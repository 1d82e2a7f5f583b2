import { KeeplineClientError } from './errors.ts';
import type { Http } from './http.ts';

/**
 * Puts a file where a session can send it from, past the API, at S3 itself. A browser's `File` brings its name and type.
 * @returns its id, for `{ type: 'image', media: { mediaId } }` and the like
 */
export async function uploadMedia(
  http: Http,
  sessionId: string,
  file: Blob,
  { mimetype = file.type, fileName = nameOf(file), signal }: UploadOptions = {},
): Promise<string> {
  const announced = { mimetype: mimetype || 'application/octet-stream', bytes: file.size, fileName };
  const { mediaId, upload } = await http.createMedia(sessionId, announced, signal ? { signal } : {});
  const init = { method: upload.method, headers: upload.headers, body: file, ...(signal && { signal }) };
  const response = await fetch(upload.url, init).catch((cause: unknown) => {
    signal?.throwIfAborted();
    throw new KeeplineClientError('network', 'The store of files cannot be reached.', { cause });
  });
  if (response.ok) return mediaId;
  throw new KeeplineClientError('unavailable', `The store of files answered ${response.status}.`, {
    status: response.status,
  });
}

interface UploadOptions {
  mimetype?: string | undefined;
  fileName?: string | undefined;
  signal?: AbortSignal | undefined;
}

const nameOf = (file: Blob): string | undefined => (file instanceof File ? file.name : undefined);

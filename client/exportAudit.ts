import { type HttpOptions, send } from './call.ts';

/** A part of the audit log as text, CSV or NDJSON, and what leads on to the next part. */
export async function exportAudit(
  options: HttpOptions,
  query: Record<string, string | undefined>,
  signal: AbortSignal | undefined,
): Promise<{ text: string; cursor: string | undefined }> {
  const response = await send(options, 'exportAudit', { query, signal });
  return { text: await response.text(), cursor: response.headers.get('x-next-cursor') ?? undefined };
}

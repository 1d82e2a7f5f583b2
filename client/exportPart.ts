import { type HttpOptions, send } from './call.ts';

/** A part of a list as a file's text, and what leads on to the next part. */
export async function exportPart(
  options: HttpOptions,
  operation: 'exportAudit' | 'exportLeads',
  query: Record<string, string | undefined>,
  signal: AbortSignal | undefined,
): Promise<{ text: string; cursor: string | undefined }> {
  const response = await send(options, operation, { query, signal });
  return { text: await response.text(), cursor: response.headers.get('x-next-cursor') ?? undefined };
}

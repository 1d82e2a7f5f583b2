/** The first so many pages of a list, one after the other; fewer where there are no more. */
export async function firstPages<P extends { cursor?: string | undefined }>(
  count: number,
  ask: (cursor: string | undefined) => Promise<P>,
): Promise<{ pages: P[]; more: boolean }> {
  const pages: P[] = [];
  let cursor: string | undefined;
  do {
    const page = await ask(cursor);
    pages.push(page);
    cursor = page.cursor;
  } while (cursor && pages.length < count);
  return { pages, more: cursor !== undefined };
}

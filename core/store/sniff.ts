import { fileTypeFromBuffer } from 'file-type/core';

/** How much of a file's beginning tells what it is. */
export const SNIFFED_BYTES = 4_100;

/** What a file is by its beginning, as a media type; undefined when that does not tell. */
export async function sniff(head: Uint8Array): Promise<string | undefined> {
  return (await fileTypeFromBuffer(head.subarray(0, SNIFFED_BYTES)))?.mime;
}

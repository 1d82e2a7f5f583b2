import { FRAME_LIMIT } from '../limits.ts';

/**
 * Reads the headers of a client's frames (RFC 6455, 5.2) beside the WebSocket library, which only knows the size of
 * whole messages. `true` from the first chunk on that announces a frame over the limit.
 */
export function frameMeter(limit = FRAME_LIMIT): (chunk: Buffer) => boolean {
  let header = Buffer.alloc(0);
  let payload = 0;
  let exceeded = false;
  return (chunk) => {
    let at = 0;
    while (at < chunk.length && !exceeded) {
      const skipped = Math.min(payload, chunk.length - at);
      payload -= skipped;
      at += skipped;
      if (payload > 0 || at === chunk.length) break;
      header = Buffer.concat([header, chunk.subarray(at, ++at)]);
      const size = frameSize(header);
      if (size === undefined) continue;
      exceeded = size > limit;
      payload = size;
      header = Buffer.alloc(0);
    }
    return exceeded;
  };
}

/** Bytes of payload, once the header is complete: its mask too. */
function frameSize(header: Buffer): number | undefined {
  if (header.length < 2) return undefined;
  const second = header.readUInt8(1);
  const length = second & 0x7f;
  const extended = length === 126 ? 2 : length === 127 ? 8 : 0;
  const mask = second & 0x80 ? 4 : 0;
  if (header.length < 2 + extended + mask) return undefined;
  if (extended === 2) return header.readUInt16BE(2);
  return extended === 8 ? Number(header.readBigUInt64BE(2)) : length;
}

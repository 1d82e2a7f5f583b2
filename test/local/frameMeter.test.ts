import { expect, test } from 'vitest';
import { frameMeter } from '../../local/gateway/websocket/frameMeter.ts';

/** A masked frame of a client, its payload all zeros. */
function frame(size: number): Buffer {
  const head = size < 126 ? Buffer.alloc(2) : size < 65_536 ? Buffer.alloc(4) : Buffer.alloc(10);
  head[0] = 0x81;
  head[1] = 0x80 | (size < 126 ? size : size < 65_536 ? 126 : 127);
  if (head.length === 4) head.writeUInt16BE(size, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(size), 2);
  return Buffer.concat([head, Buffer.alloc(4), Buffer.alloc(size)]);
}

test.each([1, 2, 3, 7, 1000, 1_000_000])('finds the large frame among small ones, in chunks of %i bytes', (chunk) => {
  const meter = frameMeter(1000);
  const small = Buffer.concat([frame(0), frame(5), frame(126), frame(1000)]);
  const feed = (data: Buffer) => {
    let exceeded = false;
    for (let at = 0; at < data.length; at += chunk) exceeded = meter(data.subarray(at, at + chunk));
    return exceeded;
  };
  expect(feed(small)).toBe(false);
  expect(feed(frame(1001))).toBe(true);
});

test('reads the long form of a length', () => {
  expect(frameMeter(70_000)(frame(70_000))).toBe(false);
  expect(frameMeter(70_000)(frame(70_001))).toBe(true);
});

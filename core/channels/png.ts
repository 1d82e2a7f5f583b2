import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

/**
 * A square of black and white squares as a PNG: one bit a pixel, a quarter of what a library that only knows colours writes
 * in a quarter of its time, on the way to a QR code that a person waits for.
 * @param isBlack of the square at a row and a column, from 0
 * @param size of the picture, in squares
 * @param scale of a square, in pixels
 */
export function toBlackAndWhite(
  isBlack: (row: number, column: number) => boolean,
  size: number,
  scale: number,
): Buffer {
  const width = size * scale;
  // Each line begins with its filter: none.
  const lineBytes = 1 + Math.ceil(width / 8);
  const lines = Buffer.alloc(width * lineBytes);
  for (let row = 0; row < size; row++) {
    const line = lines.subarray(row * scale * lineBytes, (row * scale + 1) * lineBytes);
    for (let x = 0; x < width; x++) {
      const at = 1 + (x >> 3);
      if (!isBlack(row, Math.floor(x / scale))) line[at] = (line[at] ?? 0) | (0x80 >> (x & 7));
    }
    for (let copy = 1; copy < scale; copy++) lines.set(line, (row * scale + copy) * lineBytes);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(width, 4);
  // One bit a pixel; grey, deflated, not interlaced: all 0.
  header[8] = 1;
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', Buffer.of()),
  ]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

/** Small files of the kinds that people send: real ones by their form, so that whoever looks at them knows what they are. */
import { createHash, randomBytes } from 'node:crypto';

export const sha256 = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** A box of an MP4 file. */
const box = (name: string, ...parts: Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(body.length + 8);
  return Buffer.concat([size, Buffer.from(name), body]);
};

/** A page of an Ogg file: one packet, and how many samples (48,000 a second) have passed at its end. */
function oggPage(sequence: number, samples: number, packet: Uint8Array): Buffer {
  const head = Buffer.alloc(27);
  head.write('OggS');
  head[5] = sequence === 0 ? 2 : sequence === 2 ? 4 : 0;
  head.writeBigUInt64LE(BigInt(samples), 6);
  head.writeUInt32LE(1, 14);
  head.writeUInt32LE(sequence, 18);
  head[26] = Math.floor(packet.length / 255) + 1;
  const lacing = [...Array<number>(Math.floor(packet.length / 255)).fill(255), packet.length % 255];
  return Buffer.concat([head, Buffer.from(lacing), packet]);
}

export const png = (bytes = 2_000): Buffer =>
  Buffer.concat([
    Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
    randomBytes(bytes),
  ]);

export const jpeg = (bytes = 2_000): Buffer =>
  Buffer.concat([
    Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
    randomBytes(bytes),
    Buffer.of(255, 0xd9),
  ]);

export const webp = (bytes = 2_000): Buffer => {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(bytes + 12);
  return Buffer.concat([Buffer.from('RIFF'), size, Buffer.from('WEBPVP8 '), size, randomBytes(bytes)]);
};

export const mp4 = (bytes = 300_000): Buffer =>
  Buffer.concat([box('ftyp', Buffer.from('isom\0\0\0\0isommp42')), box('mdat', randomBytes(bytes))]);

/** Silence, 26 ms a frame. */
export function mp3(seconds: number): Buffer {
  const frame = Buffer.concat([Buffer.from('fffb9064', 'hex'), Buffer.alloc(413)]);
  return Buffer.concat(Array<Buffer>(Math.round((seconds * 44_100) / 1152)).fill(frame));
}

export function opus(seconds: number): Buffer {
  const head = Buffer.concat([Buffer.from('OpusHead'), Buffer.of(1, 1, 0, 0, 0x80, 0xbb, 0, 0, 0, 0, 0)]);
  const tags = Buffer.concat([Buffer.from('OpusTags'), Buffer.alloc(8)]);
  return Buffer.concat([oggPage(0, 0, head), oggPage(1, 0, tags), oggPage(2, seconds * 48_000, randomBytes(1_000))]);
}

export const pdf = (bytes = 2_000): Buffer =>
  Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(bytes), Buffer.from('\n%%EOF')]);

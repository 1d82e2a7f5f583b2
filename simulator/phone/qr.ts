/** What a linking code carries. */
export type Qr = { ref: string; noiseKey: Buffer; identity: Buffer; advSecret: Buffer };

/** Reads the text of a linking code; undefined when it is none. */
export function readQr(text: string): Qr | undefined {
  const payload = text.includes('#') ? text.slice(text.indexOf('#') + 1) : text;
  const [ref, ...keys] = payload.split(',');
  const [noiseKey, identity, advSecret] = keys.map((key) => Buffer.from(key, 'base64'));
  if (!ref || noiseKey?.length !== 32 || identity?.length !== 32 || advSecret?.length !== 32) return undefined;
  return { ref, noiseKey, identity, advSecret };
}

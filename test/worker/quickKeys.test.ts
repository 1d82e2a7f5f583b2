import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';

const key = randomBytes(32);
const nonce = randomBytes(12);
const clear = Buffer.from('hello');

const sign = (secret: Uint8Array | string) => createHmac('sha256', secret).update(clear).digest('hex');
const seal = (secret: Uint8Array) => {
  const cipher = createCipheriv('aes-256-gcm', secret, nonce).setAAD(key);
  return Buffer.concat([cipher.update(clear), cipher.final(), cipher.getAuthTag()]);
};
const unseal = (sealed: Buffer) => {
  const decipher = createDecipheriv('aes-256-gcm', Uint8Array.from(key), nonce).setAAD(key);
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
};
const answers = () => [sign(key), sign(Uint8Array.from(key)), sign('a text'), sign(Buffer.alloc(0)), seal(key)];

test('quick keys give the same answers as Node, and refuse what Node refuses', async () => {
  const slow = createHmac;
  const before = answers();
  await import('../../worker/quickKeys.ts');
  expect(createHmac).not.toBe(slow);
  expect(answers()).toEqual(before);
  expect(unseal(seal(key))).toEqual(clear);
  expect(() => seal(randomBytes(31))).toThrow('Invalid key length');
});

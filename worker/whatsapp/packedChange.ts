/**
 * Credentials and keys as they are stored: Baileys' own JSON, compressed. What the journal has already serves as the
 * dictionary, so that a step of a ratchet takes the bytes that it changed. zlib's header tells a wrong dictionary.
 */
import { deflateSync, inflateSync } from 'node:zlib';
import { type AuthenticationCreds, BufferJSON } from '@whiskeysockets/baileys';
import * as z from 'zod';

/** Some of a state; a key that is null was deleted. */
export interface Written {
  creds?: AuthenticationCreds | undefined;
  keys: Record<string, Record<string, unknown>>;
}

const WrittenShape = z.object({
  creds: z.custom<AuthenticationCreds>((value) => typeof value === 'object' && value !== null).optional(),
  keys: z.record(z.string(), z.record(z.string(), z.unknown())),
});

/** Of what was there before; names of keys by kind. */
const Names = z.object({ creds: z.boolean().optional(), keys: z.record(z.string(), z.array(z.string())) });
type Names = z.infer<typeof Names>;

/** @param before what a reader of the change has by then, and the change is like */
export function packChange(change: Written, before: Written = { keys: {} }): Uint8Array {
  const names: Names = {
    ...(before.creds && { creds: true }),
    keys: Object.fromEntries(Object.entries(before.keys).map(([type, values]) => [type, Object.keys(values)])),
  };
  const head = Buffer.from(JSON.stringify(names));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  return Buffer.concat([length, head, deflateSync(textOf(change), { level: 3, dictionary: textOf(before) })]);
}

/**
 * @param state what is there before the change
 * @throws when the change does not follow it
 */
export function unpackChange(
  bytes: Uint8Array,
  state: { creds: AuthenticationCreds | undefined; key: (type: string, id: string) => unknown },
): Written {
  const packed = Buffer.from(bytes);
  const body = 4 + packed.readUInt32BE(0);
  const { creds, keys } = Names.parse(JSON.parse(packed.toString('utf8', 4, body)));
  const before: Written = {
    ...(creds && { creds: state.creds }),
    keys: Object.fromEntries(
      Object.entries(keys).map(([type, ids]) => [type, Object.fromEntries(ids.map((id) => [id, state.key(type, id)]))]),
    ),
  };
  const text = inflateSync(packed.subarray(body), { dictionary: textOf(before) }).toString();
  return WrittenShape.parse(JSON.parse(text, BufferJSON.reviver));
}

const textOf = (written: Written): Buffer => Buffer.from(JSON.stringify(written, BufferJSON.replacer));

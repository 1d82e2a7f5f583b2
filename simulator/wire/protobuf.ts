/** The two protobuf field kinds that Signal's messages use, by field number. */
export type Fields = Map<number, number | Buffer>;

/** Writes fields in the order given; undefined ones are left out. */
export function writeFields(fields: [number, number | Uint8Array | undefined][]): Buffer {
  const parts: Uint8Array[] = [];
  for (const [field, value] of fields) {
    if (value === undefined) continue;
    if (typeof value === 'number') parts.push(varint(field << 3), varint(value));
    else parts.push(varint((field << 3) | 2), varint(value.length), value);
  }
  return Buffer.concat(parts);
}

/** Reads varint and length-delimited fields. Throws on anything else. */
export function readFields(data: Uint8Array): Fields {
  const fields: Fields = new Map();
  let at = 0;
  const next = () => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = data[at++];
      if (byte === undefined) throw new Error('truncated protobuf');
      value += (byte & 0x7f) * shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < data.length) {
    const key = next();
    if ((key & 7) === 0) fields.set(key >> 3, next());
    else if ((key & 7) === 2) {
      const length = next();
      if (at + length > data.length) throw new Error('truncated protobuf');
      fields.set(key >> 3, Buffer.from(data.subarray(at, at + length)));
      at += length;
    } else throw new Error('unexpected protobuf field');
  }
  return fields;
}

function varint(value: number): Buffer {
  const out: number[] = [];
  let rest = value >>> 0;
  while (rest >= 0x80) {
    out.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  out.push(rest);
  return Buffer.from(out);
}

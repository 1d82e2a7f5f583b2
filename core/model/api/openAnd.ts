export interface Json {
  [key: string]: unknown;
}

/** Where a document keeps schemas that have names. */
export const AT = '#/components/schemas/';

/**
 * "Both of these" of closed objects would let nothing through, since each refuses the fields of the other: the parts are
 * opened, and the whole is closed.
 */
export function openAnd(schemas: Record<string, Json>): Record<string, Json> {
  const opened = (schema: Json): Json => {
    const { $ref, additionalProperties, unevaluatedProperties: _, ...rest } = schema;
    if (typeof $ref === 'string') return opened(schemas[$ref.slice(AT.length)] ?? {});
    const parts = ['allOf', 'anyOf', 'oneOf'].flatMap((key) => {
      const those = rest[key] as Json[] | undefined;
      return those ? [[key, those.map(opened)]] : [];
    });
    const map = typeof additionalProperties === 'object' && { additionalProperties };
    return { ...bare(rest), ...map, ...(Object.fromEntries(parts) as Json) };
  };
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    const { allOf, ...rest } = value as Json;
    const walked = Object.fromEntries(Object.entries(rest).map(([key, one]) => [key, walk(one)]));
    if (!Array.isArray(allOf)) return walked;
    return { ...walked, allOf: walk(allOf.map((one) => opened(one as Json))), unevaluatedProperties: false };
  };
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, walk(bare(schema)) as Json]));
}

const bare = ({ $id: _id, $schema: _schema, ...rest }: Json): Json => rest;

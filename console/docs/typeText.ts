import { nameOf, type Schema, type Schemas } from './apiDocs.ts';

/** A schema as people read it: much like TypeScript, named types by their names. */
export function typeText(schema: Schema, indent = ''): string {
  if (schema.$ref) return nameOf(schema.$ref);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(' | ');
  const all = schema.allOf;
  if (all) return all.map((one) => grouped(typeText(one, indent), indent)).join(' & ');
  const some = schema.oneOf ?? schema.anyOf;
  if (some) return unionText(some, indent);
  if (schema.type === 'array') return `${grouped(typeText(schema.items ?? {}, indent), indent)}[]`;
  if (schema.type === 'object') return objectText(schema, indent);
  const words = Array.isArray(schema.type) ? schema.type.join(' | ') : (schema.type ?? 'anything');
  return words === 'string' && schema.format ? schema.format : words;
}

/** What a name stands for. */
export function meant(schema: Schema, schemas: Schemas): Schema {
  const named = schema.$ref && schemas[nameOf(schema.$ref)];
  return named ? meant(named, schemas) : schema;
}

/** Whatever schemas a schema names, and those name in turn. */
export function namesIn(schema: Schema, schemas: Schemas): string[] {
  const names = new Set<string>();
  const visit = (one: Schema): void => {
    for (const [, name = ''] of JSON.stringify(one).matchAll(/"\$ref":"[^"]*\/([^/"]+)"/g)) {
      const found = schemas[name];
      if (!found || names.has(name)) continue;
      names.add(name);
      visit(found);
    }
  };
  visit(schema);
  return [...names];
}

/** What a value has to keep to, where its type does not say it. */
export function limitsOf({ minLength, maxLength, minimum, maximum, pattern, default: unasked }: Schema): string {
  const words = [
    maxLength !== undefined && `${minLength ? `${minLength} to ` : 'at most '}${maxLength} characters`,
    maximum !== undefined && `${minimum ?? ''} to ${maximum}`,
    pattern,
    unasked !== undefined && `${JSON.stringify(unasked)} where it is not given`,
  ];
  return words.filter(Boolean).join(', ');
}

const grouped = (text: string, indent = ''): string => {
  if (text.startsWith('\n')) return `(${text}\n${indent})`;
  return / [|&] /.test(text) && !text.startsWith('{') ? `(${text})` : text;
};

function unionText(some: Schema[], indent: string): string {
  const parts = some.map((one) => typeText(one, `${indent}  `));
  if (parts.join(' | ').length < 60) return parts.join(' | ');
  return parts.map((part) => `\n${indent}  | ${part}`).join('');
}

const LINE = 76;

function objectText({ properties = {}, required = [], additionalProperties }: Schema, indent: string): string {
  const inner = `${indent}  `;
  const heads: string[] = [];
  const fields = Object.entries(properties).map(([name, schema]) => {
    const about = [schema.description, limitsOf(schema)].filter(Boolean).join(' ');
    heads.push(about && `${inner}// ${about}\n`);
    return `${name}${required.includes(name) ? '' : '?'}: ${typeText(schema, inner)}`;
  });
  if (typeof additionalProperties === 'object') fields.push(`[name]: ${typeText(additionalProperties, inner)}`);
  if (fields.length === 0) return '{}';
  const line = `{ ${fields.join(', ')} }`;
  if (!heads.some(Boolean) && line.length < LINE && !line.includes('\n')) return line;
  return `{\n${fields.map((field, at) => `${heads[at] ?? ''}${inner}${field}`).join('\n')}\n${indent}}`;
}

/** A committed document of the API, and what it says of a value. */
import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

interface Schema {
  $ref?: string;
  properties?: Record<string, unknown>;
}
interface Body {
  required?: boolean;
  content?: Record<string, { schema?: Schema; examples?: Record<string, { value: unknown }> }>;
}
interface Answer {
  content?: Record<string, { examples?: Record<string, { $ref: string }> }>;
}
interface Told {
  operationId: string;
  parameters?: { name: string; in: string; example: string }[];
  requestBody?: Body;
  responses: Record<string, Answer>;
}
interface Document {
  paths: Record<string, Record<string, Told>>;
  operations: Record<string, { action: string; reply?: { messages: { $ref: string }[] } }>;
  components: {
    schemas: Record<string, Schema>;
    examples: Record<string, { value: unknown }>;
    messages: Record<string, { examples?: { payload: { type: string } }[] }>;
  };
}

const JSON_TYPE = 'application/json';

export class ApiDocument {
  readonly document: Document;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true, formats: { base64: true } });

  readonly #known = new Map<string, ValidateFunction>();

  constructor(file: string) {
    this.document = JSON.parse(readFileSync(`docs/${file}`, 'utf8')) as Document;
    formats.default(this.#ajv);
    this.#ajv.addSchema(this.document, 'api');
  }

  /** @returns what is wrong with a value, by the schema at a place of the document; fields that are not told of, too */
  wrong(value: unknown, ...place: string[]): string[] {
    const parts = place.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')));
    const $ref = `api#/${parts.join('/')}`;
    const validate = this.#known.get($ref) ?? this.#ajv.compile({ $ref });
    this.#known.set($ref, validate);
    if (validate(value)) return [];
    const errors = validate.errors ?? [];
    return errors.map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
  }

  /** Every operation, with the path of its parameters' examples, once with each example of a body. */
  requests() {
    return Object.entries(this.document.paths).flatMap(([template, methods]) =>
      Object.entries(methods).flatMap(([method, told]) => {
        const inPath = (told.parameters ?? []).filter((one) => one.in === 'path');
        const path = inPath.reduce((text, { name, example }) => text.replace(`{${name}}`, example), template);
        const examples = told.requestBody?.content?.['application/json']?.examples ?? { '': { value: undefined } };
        return Object.entries(examples).map(([example, { value: body }]) => ({
          name: `${told.operationId} ${example}`.trim(),
          operation: told.operationId,
          place: ['paths', template, method],
          responses: told.responses,
          fields: this.#fieldsOf(told),
          method: method.toUpperCase(),
          path,
          body,
        }));
      }),
    );
  }

  /** Every answer in JSON, errors too, with its examples. */
  answers() {
    return Object.entries(this.document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { operationId, responses }]) =>
        Object.entries(responses).flatMap(([status, { content = {} }]) => {
          const { examples = {} } = content[JSON_TYPE] ?? {};
          const values = Object.values(examples).map(
            ({ $ref }) => this.document.components.examples[$ref.split('/').at(-1) ?? '']?.value,
          );
          const place = ['paths', path, method, 'responses', status, 'content', JSON_TYPE, 'schema'];
          return JSON_TYPE in content ? [{ name: `${operationId} ${status}`, place, values }] : [];
        }),
      ),
    );
  }

  /** The names of what an operation takes in its query, and in its body where that has one form only. */
  #fieldsOf({ parameters = [], requestBody }: Told): { query: string[]; body: string[] } {
    const query = parameters.filter((one) => one.in === 'query').map(({ name }) => name);
    const { $ref = '', properties } = requestBody?.content?.['application/json']?.schema ?? {};
    const named = this.document.components.schemas[$ref.split('/').at(-1) ?? ''];
    return { query, body: Object.keys(properties ?? named?.properties ?? {}) };
  }

  /** The example of every frame that clients send, with the types of what may be answered. */
  frames() {
    const { operations, components } = this.document;
    return Object.entries(operations)
      .filter(([, { action }]) => action === 'receive')
      .map(([type, { reply }]) => ({
        type,
        payload: components.messages[type]?.examples?.[0]?.payload,
        replies: reply?.messages.map(({ $ref }) => $ref.split('/').at(-1)).filter((name) => name !== 'error'),
      }));
  }
}

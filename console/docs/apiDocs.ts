/** What the page reads of the API's documents, which are files beside it. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  format?: string;
  pattern?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
}
export type Schemas = Record<string, Schema>;

interface Content<E = Example> {
  schema: Schema;
  /** By what they show; of an error by its code. */
  examples?: Record<string, E>;
}
interface Example {
  value: unknown;
}
interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema: Schema;
  example?: string;
}
interface Told {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  parameters?: (Parameter | { $ref: string })[];
  requestBody?: { required: boolean; content: Record<string, Content> };
  responses: Record<string, Answer<Reference>>;
}
export interface Answer<E = Example> {
  description: string;
  content?: Record<string, Content<E>>;
}
interface OpenApi {
  tags: { name: string }[];
  paths: Record<string, Record<string, Told>>;
  components: { schemas: Schemas; parameters: Record<string, Parameter>; examples: Record<string, Example> };
}
interface Reference {
  $ref: string;
}
interface AsyncApi {
  operations: Record<
    string,
    { action: string; summary: string; messages: Reference[]; reply?: { messages: Reference[] } }
  >;
  components: { messages: Record<string, Omit<Message, 'isAsked'>>; schemas: Schemas };
}
export interface Message {
  name: string;
  summary: string;
  payload: Schema;
  examples: [{ payload: unknown }];
  /** Clients send it. */
  isAsked: boolean;
}

export interface Operation extends Omit<Told, 'parameters' | 'responses'> {
  method: string;
  path: string;
  parameters: Parameter[];
  responses: Record<string, Answer>;
}
export interface Group<T> {
  name: string;
  entries: T[];
}
export interface ApiDocs {
  operations: Group<Operation>[];
  schemas: Schemas;
  frames: Group<Message>[];
  frameSchemas: Schemas;
}

export const nameOf = ($ref: string): string => $ref.split('/').at(-1) ?? '';

export async function loadApiDocs(): Promise<ApiDocs> {
  const [http, live] = await Promise.all([read<OpenApi>('openapi.json'), read<AsyncApi>('asyncapi.json')]);
  const all = Object.entries(http.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, told]) => ({
      ...told,
      method: method.toUpperCase(),
      path,
      parameters: (told.parameters ?? []).flatMap((one) =>
        '$ref' in one ? (http.components.parameters[nameOf(one.$ref)] ?? []) : [one],
      ),
      responses: mapped(told.responses, (answer) => ({
        ...answer,
        content: mapped(answer.content ?? {}, (one) => ({
          ...one,
          examples: mapped(one.examples ?? {}, ({ $ref }) => http.components.examples[nameOf($ref)] ?? { value: $ref }),
        })),
      })),
    })),
  );
  return {
    operations: http.tags.map(({ name }) => ({ name, entries: all.filter(({ tags }) => tags.includes(name)) })),
    schemas: http.components.schemas,
    frames: framesOf(live),
    frameSchemas: live.components.schemas,
  };
}

function framesOf({ operations, components }: AsyncApi): Group<Message>[] {
  const messages = (references: Reference[], isAsked = false) =>
    [...new Set(references.map(({ $ref }) => nameOf($ref)))].flatMap((name) => {
      const message = components.messages[name];
      return message ? [{ ...message, isAsked }] : [];
    });
  const received = Object.values(operations).filter(({ action }) => action === 'receive');
  const sent = Object.entries(operations).filter(([, { action }]) => action === 'send');
  return [
    {
      name: 'WebSocket: what you send',
      entries: messages(
        received.flatMap((one) => one.messages),
        true,
      ),
    },
    { name: 'WebSocket: answers', entries: messages(received.flatMap(({ reply }) => reply?.messages ?? [])) },
    ...sent.map(([name, one]) => ({ name: `WebSocket: ${name}`, entries: messages(one.messages) })),
  ];
}

const mapped = <T, U>(all: Record<string, T>, change: (one: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(all).map(([name, one]) => [name, change(one)]));

async function read<T>(file: string): Promise<T> {
  const response = await fetch(new URL(file, document.baseURI), { cache: 'no-cache' });
  if (!response.ok) throw new Error(`${file} cannot be read (${response.status}).`);
  return (await response.json()) as T;
}

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

interface Content {
  schema: Schema;
  examples?: Record<string, { value: unknown }>;
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
  responses: Record<string, { description: string; content?: Record<string, Content> }>;
}
interface OpenApi {
  tags: { name: string }[];
  paths: Record<string, Record<string, Told>>;
  components: { schemas: Schemas; parameters: Record<string, Parameter> };
}
interface Reference {
  $ref: string;
}
interface AsyncApi {
  operations: Record<
    string,
    { action: string; summary: string; messages: Reference[]; reply?: { messages: Reference[] } }
  >;
  components: { messages: Record<string, Message>; schemas: Schemas };
}
export interface Message {
  name: string;
  summary: string;
  payload: Schema;
  examples?: { payload: unknown }[];
}

export interface Operation extends Omit<Told, 'parameters'> {
  method: string;
  path: string;
  parameters: Parameter[];
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
  const messages = (references: Reference[]) =>
    [...new Set(references.map(({ $ref }) => nameOf($ref)))].flatMap((name) => components.messages[name] ?? []);
  const received = Object.values(operations).filter(({ action }) => action === 'receive');
  const sent = Object.entries(operations).filter(([, { action }]) => action === 'send');
  return [
    { name: 'WebSocket: what you send', entries: messages(received.flatMap((one) => one.messages)) },
    { name: 'WebSocket: answers', entries: messages(received.flatMap(({ reply }) => reply?.messages ?? [])) },
    ...sent.map(([name, one]) => ({ name: `WebSocket: ${name}`, entries: messages(one.messages) })),
  ];
}

async function read<T>(file: string): Promise<T> {
  const response = await fetch(new URL(file, document.baseURI), { cache: 'no-cache' });
  if (!response.ok) throw new Error(`${file} cannot be read (${response.status}).`);
  return (await response.json()) as T;
}

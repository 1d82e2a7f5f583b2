/** The HTTP API as an OpenAPI 3.1 document. */
import type * as z from 'zod';
import { ErrorAnswer } from './errorAnswer.ts';
import { IdempotencyKey, type Operation, ROUTES } from '../http.ts';
import { WebhookEvent } from '../webhooks.ts';
import type { Answer, Described } from './described.ts';
import { errorsOf } from './errorsOf.ts';
import { OPERATIONS } from './operations.ts';
import { PATH_PARAMETERS } from './parameters.ts';
import { exampleOf, examplesOf, EXAMPLES } from './samples/samples.ts';
import type { Json } from './openAnd.ts';
import { APART, both, toSchemas } from './schemas.ts';

const ABOUT = `WhatsApp sessions as a service. Send \`Authorization: Bearer …\` with an access token, or \`X-Api-Key\`.
Unknown fields are refused. Lists are paged by \`cursor\`. What is asked for with an \`Idempotency-Key\` is done once.`;

const jsonOf = (answer: Answer): z.ZodType | undefined =>
  answer === 'nothing' ? undefined : 'files' in answer ? answer.json : answer;

const all = Object.entries(OPERATIONS) as [Operation, Described][];

/** @param version the product's */
export function openApi(version: string): Json {
  const asked = new Map<string, z.ZodType>([['Idempotency-Key', IdempotencyKey]]);
  const given = new Map<string, z.ZodType>([
    ['error', ErrorAnswer],
    ['event', WebhookEvent],
  ]);
  for (const [name, { schema }] of Object.entries(PATH_PARAMETERS)) asked.set(`path.${name}`, schema);
  for (const [operation, { body, query, answers }] of all) {
    if (body) asked.set(`${operation}.body`, body);
    if (query) asked.set(operation + APART, query);
    for (const [status, answer] of Object.entries(answers)) {
      const schema = jsonOf(answer);
      if (schema) given.set(`${operation}.${status}`, schema);
    }
  }
  const requests = toSchemas('input', asked);
  const answers = toSchemas('output', given);
  const at = (key: string): Json => requests.found[key] ?? answers.found[key] ?? {};

  const paths: Record<string, Json> = {};
  for (const [operation, described] of all) {
    const [method = '', path = ''] = ROUTES[operation].route.split(' ');
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(operation, path, described, at) };
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Keepline', version, description: ABOUT },
    servers: [{ url: '{api}', variables: { api: { default: 'http://127.0.0.1:8080' } } }],
    tags: [...new Set(all.map(([, { tag }]) => tag))].map((name) => ({ name })),
    paths,
    webhooks: { event: { post: webhook(at('event')) } },
    components: {
      schemas: both(requests.components, answers.components),
      examples: EXAMPLES,
      parameters: { IdempotencyKey: { name: 'Idempotency-Key', in: 'header', schema: at('Idempotency-Key') } },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An access token of the identity provider.' },
        key: { type: 'apiKey', in: 'header', name: 'X-Api-Key', description: 'An API key with the scope.' },
        guest: { type: 'http', scheme: 'bearer', description: 'The token of an ephemeral session, for that session.' },
      },
    },
  };
}

function operationOf(operation: Operation, path: string, described: Described, at: (key: string) => Json): Json {
  const { tag, summary, body, repeatable, examples } = described;
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => {
    const { about, example } = PATH_PARAMETERS[name] ?? {};
    return { name, in: 'path', required: true, description: about, schema: at(`path.${name}`), example };
  });
  const { properties = {} } = at(operation + APART) as { properties?: Json };
  const inQuery = Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', schema }));
  const header = repeatable ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : [];
  const parameters = [...inPath, ...inQuery, ...header];
  const values = Object.entries(examples ?? {}).map(([name, value]) => [name, { value }]);
  const content = { schema: at(`${operation}.body`), examples: Object.fromEntries(values) as Json };
  return {
    operationId: operation,
    tags: [tag],
    summary,
    ...accessTo(operation),
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: !body.safeParse({}).success, content: { 'application/json': content } } }),
    responses: { ...answersOf(operation, described, at), ...errorAnswers(operation, described, at) },
  };
}

function accessTo(operation: Operation): Json {
  const route = ROUTES[operation];
  if (!('needs' in route)) return { security: [] };
  const guests = 'guests' in route;
  const anybody = operation === 'createSession';
  const also = anybody
    ? ' Anybody may ask for an ephemeral session, where it is allowed.'
    : guests
      ? ' Guests may, with their session.'
      : '';
  return {
    description: `Needs the scope \`${route.needs}\`.${also}`,
    security: [
      { token: [] },
      { key: [route.needs] },
      ...(guests && !anybody ? [{ guest: [] }] : []),
      ...(anybody ? [{}] : []),
    ],
  };
}

function answersOf(operation: Operation, { answers }: Described, at: (key: string) => Json): Json {
  const entries = Object.entries(answers).map(([status, answer]) => {
    const json = jsonOf(answer);
    const inJson = json && { 'application/json': { schema: at(`${operation}.${status}`), ...exampleOf(json) } };
    const files = typeof answer === 'object' && 'files' in answer ? answer.files : [];
    const texts = files.map((type) => [type, { schema: { type: 'string' } }]);
    const content = { ...inJson, ...(Object.fromEntries(texts) as Json) };
    return [
      status,
      { description: status === '202' ? 'Taken on.' : 'Done.', ...(answer !== 'nothing' && { content }) },
    ];
  });
  return Object.fromEntries(entries) as Json;
}

function errorAnswers(operation: Operation, described: Described, at: (key: string) => Json): Json {
  const entries = [...errorsOf(operation, described)]
    .filter(([status]) => !(status in described.answers))
    .map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\``).join(', '),
        content: { 'application/json': { schema: at('error'), ...examplesOf(codes) } },
      },
    ]);
  return Object.fromEntries(entries) as Json;
}

const webhook = (event: Json): Json => ({
  operationId: 'event',
  summary: 'What a webhook is posted: an event, signed by the Standard Webhooks specification',
  parameters: ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => ({
    name,
    in: 'header',
    required: true,
    schema: { type: 'string' },
  })),
  requestBody: { required: true, content: { 'application/json': { schema: event, ...exampleOf(WebhookEvent) } } },
  responses: {
    '2XX': { description: 'Taken. Anything else, and what takes longer than 10 s, is tried again.' },
    '410': { description: 'The endpoint is gone: the webhook is paused.' },
  },
});

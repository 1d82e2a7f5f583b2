/** The documents of the API: valid, and as the contract is. */
import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { API_DOCS } from '../../core/model/api/documents.ts';
import { OPERATIONS } from '../../core/model/api/operations.ts';
import { ERROR_CODES } from '../../core/model/errors.ts';
import { ApiDocument } from '../journeys/apiDocument.ts';

const committed = (file: string) => readFileSync(`docs/${file}`, 'utf8');

test.each(Object.entries(API_DOCS))(
  'docs/%s is as the contract is: npm run build:api-docs writes it',
  (file, document) => {
    expect(JSON.parse(committed(file))).toEqual(JSON.parse(JSON.stringify(document)));
  },
);

test('the OpenAPI document is valid', async () => {
  const document = JSON.parse(committed('openapi.json')) as Record<string, unknown>;
  expect(await new Validator().validate(document)).toEqual({ valid: true });
});

test('the AsyncAPI document is valid', async () => {
  const { document, diagnostics } = await new Parser().parse(committed('asyncapi.json'));
  const errors = diagnostics.filter(({ code }) => code !== 'asyncapi-latest-version');
  expect(errors).toEqual([]);
  expect(document?.allMessages()).not.toHaveLength(0);
});

const withBodies = Object.entries(OPERATIONS).filter(([, { body }]) => body);

test.each(withBodies)('the examples of %s are what its function takes', (_operation, { body, examples = {} }) => {
  expect(Object.keys(examples)).not.toEqual([]);
  expect(Object.values(examples).filter((example) => !body?.safeParse(example).success)).toEqual([]);
});

const openApi = new ApiDocument('openapi.json');
const asyncApi = new ApiDocument('asyncapi.json');

test('every answer has an example, which is as the document says', () => {
  const answers = openApi.answers();
  expect(answers.filter(({ values }) => values.length === 0)).toEqual([]);
  const wrong = answers.flatMap(({ name, place, values }) =>
    values.flatMap((value) => openApi.wrong(value, ...place).map((fault) => `${name}: ${fault}`)),
  );
  expect(wrong).toEqual([]);
});

test('every frame has an example, which is as the document says', () => {
  const wrong = Object.entries(asyncApi.document.components.messages).flatMap(([name, { examples = [] }]) => {
    const [{ payload } = {}] = examples;
    return asyncApi.wrong(payload, 'components', 'messages', name, 'payload').map((fault) => `${name}: ${fault}`);
  });
  expect(wrong).toEqual([]);
});

test('every error is told of by an operation that may answer it', () => {
  const told = new Set(
    openApi.answers().flatMap(({ values }) => values.map((value) => (value as ToldError).error?.code)),
  );
  // Of a frame's type, and of a path that is no operation's.
  expect(ERROR_CODES.filter((code) => !told.has(code))).toEqual(['unknown_type', 'route_not_found']);
});

interface ToldError {
  error?: { code: string };
}

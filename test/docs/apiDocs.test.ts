/** The documents of the API: valid, and as the contract is. */
import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { API_DOCS } from '../../core/model/api/documents.ts';
import { OPERATIONS } from '../../core/model/api/operations.ts';

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

/** What is answered, by example: one for each schema of an answer, under the name that the document has it by. */
import type * as z from 'zod';
import { DIRECTORY_SAMPLES } from './directory.ts';
import { ERROR_SAMPLES } from './errors.ts';
import { FORMER_SAMPLES } from './former.ts';
import { MESSAGE_SAMPLES } from './messages.ts';
import { OPERATOR_SAMPLES } from './operator.ts';
import type { Sample } from './sample.ts';
import { SESSION_SAMPLES } from './sessions.ts';
import { TENANT_SAMPLES } from './tenant.ts';
import { WEBHOOK_SAMPLES } from './webhooks.ts';

const ANSWERS: Record<string, Sample> = {
  ...SESSION_SAMPLES,
  ...MESSAGE_SAMPLES,
  ...DIRECTORY_SAMPLES,
  ...WEBHOOK_SAMPLES,
  ...OPERATOR_SAMPLES,
  ...TENANT_SAMPLES,
  ...FORMER_SAMPLES,
};
const NAMES = new Map(Object.entries(ANSWERS).map(([name, { schema }]) => [schema, name]));

/** As `components.examples` of OpenAPI. */
export const EXAMPLES = Object.fromEntries(
  Object.entries({ ...ANSWERS, ...ERROR_SAMPLES }).map(([name, { value }]) => [name, { value }]),
);

const referTo = (name: string) => [name, { $ref: `#/components/examples/${name}` }];

/** The examples of a body, as OpenAPI has them: that of its schema. */
export function exampleOf(schema: z.ZodType) {
  const name = NAMES.get(schema);
  return { examples: Object.fromEntries(name === undefined ? [] : [referTo(name)]) };
}

/** The same, of errors with these codes. */
export const examplesOf = (codes: readonly string[]) => ({ examples: Object.fromEntries(codes.map(referTo)) });

import type * as z from 'zod';

/**
 * A function's variables, read once: zod would compile a parser first, which takes longer than it saves.
 * @throws when a variable is missing or wrong; its name is in the message
 */
export const readEnvironment = <S extends z.ZodType>(schema: S, environment: NodeJS.ProcessEnv): z.infer<S> =>
  schema.parse(environment, { jitless: true });

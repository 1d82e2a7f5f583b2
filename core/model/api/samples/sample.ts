import type * as z from 'zod';

export interface Sample {
  schema: z.ZodType;
  value: unknown;
}

/** An example of what is answered; one that its schema would not take does not compile. */
export const sample = <S extends z.ZodType>(schema: S, value: z.input<S>): Sample => ({ schema, value });

import * as z from 'zod';

/** A text that everybody can store and show. */
export const wellFormed = (limit: number) =>
  z
    .string()
    .max(limit)
    .refine((text) => text.isWellFormed() && !text.includes('\0'), 'must be well-formed Unicode without NUL');

export const filled = (limit: number) => wellFormed(limit).refine((text) => text.trim() !== '', 'must not be empty');

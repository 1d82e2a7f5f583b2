import * as z from 'zod';

/** What every list takes: so many at a time, and where the next page starts. */
export const paging = {
  cursor: z.string().max(1024).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
};

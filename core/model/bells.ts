import * as z from 'zod';
import { SessionId } from './ids.ts';

/** A bell says "this session has work" and nothing else: the rows are the truth. Tolerant: an older reader skips new fields. */
export const Bell = z.object({ sessionId: SessionId });
export type Bell = z.infer<typeof Bell>;

import * as z from 'zod';
import { version } from '../version.ts';
import { json } from './answer.ts';
import type { HttpResult } from './call.ts';

const About = z.object({ name: z.string(), version: z.string(), api: z.string() });

/** GET / */
export const about = async (): Promise<HttpResult> => json(200, About, { name: 'Keepline', version, api: '/api' });

import { About } from '../../core/model/http.ts';
import { version } from '../version.ts';
import { json } from './answer.ts';
import type { HttpResult } from './call.ts';

/** GET / */
export const about = async (): Promise<HttpResult> => json(200, About, { name: 'Keepline', version, api: '/api' });

import type { Answer } from './call.ts';

/** ping: keeps an idle connection open. */
export const ping = async (): Promise<Answer> => ({ type: 'pong' });

import { readConfig } from '../config.ts';
import { openContext } from '../context.ts';
import { httpStack } from './stack.ts';

export const handler = httpStack(openContext(readConfig(process.env), 'keepline-http'));

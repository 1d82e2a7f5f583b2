import { readConfig } from '../config.ts';
import { openContext } from '../context.ts';
import { wsStack } from './stack.ts';

export const handler = wsStack(openContext(readConfig(process.env), 'keepline-ws'));

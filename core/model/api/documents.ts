import manifest from '../../../package.json' with { type: 'json' };
import { asyncApi } from './asyncApi.ts';
import { openApi } from './openApi.ts';

const written = (document: object): string => `${JSON.stringify(document, null, 1)}\n`;

/** The documents of the API by their files in docs/, which are served beside the console. */
export const API_DOCS: Record<string, string> = {
  'openapi.json': written(openApi(manifest.version)),
  'asyncapi.json': written(asyncApi(manifest.version)),
};

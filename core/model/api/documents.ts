import manifest from '../../../package.json' with { type: 'json' };
import { asyncApi } from './asyncApi.ts';
import { openApi } from './openApi.ts';

/** The documents of the API by their files in docs/, which are served beside the console. */
export const API_DOCS = { 'openapi.json': openApi(manifest.version), 'asyncapi.json': asyncApi(manifest.version) };

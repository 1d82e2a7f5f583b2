/** Writes the documents of the API out of the contract: docs/openapi.json and docs/asyncapi.json. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { API_DOCS } from '../core/model/api/documents.ts';

for (const [file, text] of Object.entries(API_DOCS))
  await writeFile(join(import.meta.dirname, '..', 'docs', file), text);

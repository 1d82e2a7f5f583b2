/** Writes the documents of the API out of the contract: docs/openapi.json and docs/asyncapi.json. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format } from 'prettier';
import { API_DOCS } from '../core/model/api/documents.ts';

for (const [file, document] of Object.entries(API_DOCS)) {
  const text = await format(JSON.stringify(document, null, 2), { parser: 'json', printWidth: 120 });
  await writeFile(join(import.meta.dirname, '../docs', file), text);
}

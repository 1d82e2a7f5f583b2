import type { Http } from '../../client/index.ts';
import { saveFile } from '../shell/saveFile.ts';
import type { AuditFilter } from '../state/useAudit.ts';

/** Gathers the log part by part, and has the browser keep it as a file. */
export async function saveLog(http: Http, filter: AuditFilter): Promise<void> {
  const parts: string[] = [];
  let cursor: string | undefined;
  do {
    const part = await http.exportAudit({ ...filter, format: 'csv', cursor });
    parts.push(part.text);
    cursor = part.cursor;
  } while (cursor !== undefined);
  saveFile('audit.csv', parts.join(''), 'text/csv');
}

/** Sessions that leave Keepline, and come: bodies and answers. */
import * as z from 'zod';
import { CreateSession } from './http.ts';

const passphrase = z.string().min(12).max(1024);

export const ExportSession = z.strictObject({ passphrase });

/** What an export is, as a file: docs/session-strings.md. */
export const ExportFile = z.strictObject({
  format: z.literal('keepline-session'),
  version: z.literal(1),
  salt: z.base64().length(24),
  sealed: z.base64(),
});
export type ExportFile = z.infer<typeof ExportFile>;

const FORMS = ['file', 'session', 'archive', 'files'] as const;
const { label, metadata, proxy } = CreateSession.shape;

/**
 * One of four forms: an exported file with its passphrase, a compact string, a zip of Baileys' multi-file folder (base64),
 * or the folder's files by their names. Whoever had it before has to be stopped.
 */
export const ImportSession = z
  .strictObject({
    label,
    metadata,
    proxy,
    file: ExportFile.optional(),
    passphrase: z.string().min(1).max(1024).optional(),
    session: z
      .string()
      .max(512 * 1024)
      .optional(),
    archive: z.base64().optional(),
    files: z.record(z.string(), z.unknown()).optional(),
  })
  .check(({ value, issues }) => {
    const given = FORMS.filter((form) => value[form] !== undefined);
    const wrong = (field: string, message: string) =>
      issues.push({ code: 'custom', input: value, path: [field], message });
    if (given.length !== 1) wrong(given[1] ?? 'file', `give one of ${FORMS.join(', ')}, and not more`);
    else if ((value.file === undefined) !== (value.passphrase === undefined)) {
      wrong('passphrase', 'goes with an exported file, and only with that');
    }
  });
export type ImportSession = z.infer<typeof ImportSession>;

/** Bytes of a body: a function takes 6 MB. */
export const IMPORT_LIMIT = 5 * 1024 * 1024;
/** Bytes of all files, packed: as a file it is a third more, and comes back the same way. */
export const EXPORT_LIMIT = 3 * 1024 * 1024;

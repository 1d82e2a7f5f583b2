/** Path separators, controls, and what turns the reading direction: "exe.jpg" must not be read from the end. */
const UNFIT = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}/\\:*?"<>|]/gu;

/** The header that has a browser save a file, under a name that strangers may have chosen (RFC 6266). */
export function contentDisposition(fileName: string | undefined): string {
  const name = fileName?.toWellFormed().replace(UNFIT, '_').slice(0, 200).trim();
  if (!name) return 'attachment';
  const plain = name.replace(/[^\x20-\x7e]/g, '_').replaceAll('%', '_');
  const encoded = encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

import { FileTrouble } from './fileTrouble.ts';

/**
 * Where a file is fetched. The sender names an address, and could name any: it counts when it is one of WhatsApp's; else
 * only its path does, at the host that the server itself told us.
 * @throws {FileTrouble} `not_whatsapp`
 */
export function addressOf(
  { url, directPath }: { url?: string | undefined; directPath?: string | undefined },
  host: string,
): URL {
  const named = url !== undefined && URL.canParse(url) ? new URL(url) : undefined;
  const own = named && isWhatsApp(named) ? named.host : host;
  const path = directPath ?? (named && named.pathname + named.search);
  const base = `https://${own}`;
  if (path === undefined || !URL.canParse(path, base)) throw new FileTrouble('not_whatsapp');
  const address = new URL(path, base);
  // A path such as "//elsewhere/x" or "https://elsewhere/x" leads away.
  if (address.origin !== new URL(base).origin) throw new FileTrouble('not_whatsapp');
  return address;
}

const isWhatsApp = ({ protocol, hostname, port }: URL): boolean =>
  protocol === 'https:' && port === '' && /(^|\.)whatsapp\.net$/.test(hostname);

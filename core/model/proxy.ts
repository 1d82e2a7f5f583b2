/** The proxy through which a session reaches WhatsApp. Its password is a secret: what callers see has none. */
import * as z from 'zod';

const FORM = 'must be http://, https:// or socks5://, then user:password@ where it wants them, a host and a port';
/** Without spaces, and with just the two slashes; URL parsers are less strict. */
const WRITTEN = /^(?:https?|socks5):\/\/(?![/\\])[\x21-\x7e]+$/i;
const HOST = /^(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\])$/i;

/** Gives the URL in its canonical form. */
export const ProxyUrl = z
  .string()
  .max(1024)
  .transform((text, context) => {
    const url = WRITTEN.test(text) && URL.canParse(text) ? new URL(text) : undefined;
    if (url && isProxy(url)) return write(url);
    context.addIssue({ code: 'custom', message: FORM });
    return z.NEVER;
  });

function isProxy({ hostname, port, username, password, pathname, search, hash }: URL): boolean {
  const bare = (pathname === '' || pathname === '/') && search === '' && hash === '';
  const named = username !== '' || password === '';
  return bare && named && port !== '0' && HOST.test(hostname) && isEncoded(username) && isEncoded(password);
}

function isEncoded(text: string): boolean {
  try {
    // SOCKS has one byte for the length.
    return new TextEncoder().encode(decodeURIComponent(text)).length <= 255;
  } catch {
    return false;
  }
}

const write = ({ href }: URL): string => href.replace(/\/$/, '');

/** @param proxy a `ProxyUrl` */
export function maskProxy(proxy: string): string {
  const url = new URL(proxy);
  if (url.password !== '') url.password = '***';
  return write(url);
}

const escape = (text: string) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
const toPattern = (allowed: string) => new RegExp(`^${escape(allowed).replaceAll('*', '[a-z0-9-]+')}$`, 'i');

/** Tells whether a page of this origin may call. */
export function originMatcher(allowedOrigins: string[]): (origin: string) => boolean {
  const patterns = allowedOrigins.map(toPattern);
  return (origin) => patterns.some((pattern) => pattern.test(origin));
}

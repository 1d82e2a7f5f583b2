export interface PageAddresses {
  callable: string[];
  /** Where the files of messages come from; they are put there, too. */
  media: string;
}

/**
 * The page runs its own scripts, shows QR codes as data URLs and files of messages from their bucket, and calls nothing but
 * the given addresses.
 */
export const contentSecurityPolicy = ({ callable, media }: PageAddresses): string =>
  [
    "default-src 'self'",
    `connect-src 'self' ${[media, ...callable].join(' ')}`,
    `img-src 'self' data: blob: ${media}`,
    `media-src 'self' blob: ${media}`,
    // The component library writes style elements.
    "style-src 'self' 'unsafe-inline'",
    "base-uri 'none'",
    "object-src 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

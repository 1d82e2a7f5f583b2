import { Duration } from 'aws-cdk-lib';
import { HeadersFrameOption, HeadersReferrerPolicy, ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';

interface Addresses {
  callable: string[];
  /** Where the files of messages come from; they are put there, too. */
  media: string;
}

/**
 * The page runs its own scripts, shows QR codes as data URLs and files of messages from their bucket, and calls nothing but
 * the given addresses.
 */
export function securityHeaders(scope: Construct, { callable, media }: Addresses): ResponseHeadersPolicy {
  const contentSecurityPolicy = [
    "default-src 'self'",
    `connect-src 'self' ${[media, ...callable].join(' ')}`,
    `img-src 'self' data: blob: ${media}`,
    `media-src 'self' blob: ${media}`,
    // The component library writes style elements.
    "style-src 'self' 'unsafe-inline'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  return new ResponseHeadersPolicy(scope, 'SecurityHeaders', {
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy, override: true },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      strictTransportSecurity: { accessControlMaxAge: Duration.days(365), includeSubdomains: false, override: true },
    },
  });
}

import { isIP } from 'node:net';
import { KeeplineError } from '../../core/model/errors.ts';
import type { Context } from '../context.ts';
import { isPublic } from '../../core/channels/publicAddress.ts';

/**
 * Holds an address to what this deployment allows. What a name leads to is looked at again at each delivery.
 * @throws {KeeplineError} `invalid_request`
 */
export function checkWebhookUrl({ allowPrivate }: Pick<Context, 'allowPrivate'>, url: string | undefined): void {
  if (allowPrivate || url === undefined) return;
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'https:') throw wrongUrl('must be an https address');
  const host = hostname.replace(/^\[|\]$/g, '');
  const isPrivate = isIP(host) ? !isPublic(host) : /(^|\.)localhost\.?$/.test(host);
  if (isPrivate) throw wrongUrl('must not be a private address: it has to be reached from the internet');
}

const wrongUrl = (message: string) =>
  new KeeplineError('invalid_request', `The body is not valid. url: ${message}`, [{ field: 'url', message }]);

import { lookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** The name leads only to addresses that are not on the internet. */
export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError';
}

/** True of what anybody on the internet can reach; the cloud's own addresses (169.254…, 10…, ::1) are none of these. */
export const isPublic = (address: string): boolean =>
  ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';

type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void;

/** Of what a name is resolved to, the public addresses. */
export const onlyPublic =
  (resolve: Resolve): LookupFunction =>
  (hostname, options, done) =>
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return done(error, '');
      const addresses = found.filter(({ address }) => isPublic(address));
      const [first] = addresses;
      if (!first) return done(new PrivateAddressError(`${hostname} has no public address`), '');
      return options.all ? done(null, addresses) : done(null, first.address, first.family);
    });

/** Resolves a name for a connection, to public addresses only: what was checked is what is connected to. */
export const publicLookup = onlyPublic(lookup);

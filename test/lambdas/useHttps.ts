import { lookup } from 'node:dns';
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll } from 'vitest';
import type { WayOut } from '../../lambdas/operations/fetchPublic.ts';
import { certifyLoopback, createAuthority } from '../../simulator/wire/x509.ts';

/** A server with a valid certificate, and a way that leads to it: what callers get leads only to the internet. */
export function useHttps(listener: RequestListener): { server: Server; base: () => string; way: WayOut } {
  const authority = createAuthority();
  const { certificate, key } = certifyLoopback(authority);
  const server = createServer({ cert: certificate, key }, listener);
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    server,
    base: () => `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    way: { mayReach: (address) => address === '127.0.0.1', lookup, ca: authority.certificate },
  };
}

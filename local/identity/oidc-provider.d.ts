/** The part of oidc-provider that we use; it ships no types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

  export interface Context {
    oidc: { session?: { accountId?: string }; client?: { clientId: string }; params?: { scope?: string } };
    body: unknown;
    type: string;
  }

  class Grant {
    constructor(given: { accountId: string | undefined; clientId: string | undefined });
    addOIDCScope(scope: string): void;
    addResourceScope(resource: string, scope: string): void;
    save(): Promise<string>;
  }

  export class Provider {
    constructor(issuer: string, configuration: object);
    callback(): RequestListener;
    Grant: typeof Grant;
    interactionFinished(request: IncomingMessage, response: ServerResponse, result: object): Promise<void>;
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<{ uid: string }>;
    on(event: 'server_error', listener: (context: Context, error: Error) => void): this;
  }

  export type Payload = Record<string, unknown> & { exp?: number; grantId?: string; uid?: string; userCode?: string };
}

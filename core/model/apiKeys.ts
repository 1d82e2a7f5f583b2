/** API keys: how servers call. */
import * as z from 'zod';
import { ApiKeyId, SessionId } from './ids.ts';
import { Scope } from './principal.ts';

export const CreateApiKey = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scopes: z
    .array(Scope)
    .min(1)
    .transform((scopes) => [...new Set(scopes)]),
  /** Binds the key to these sessions; without it, it is for all of the tenant's. */
  sessions: z.array(SessionId).min(1).max(100).optional(),
  expiresAt: z.iso.datetime().optional(),
});
export type CreateApiKey = z.infer<typeof CreateApiKey>;

export const ApiKey = z.object({
  id: ApiKeyId,
  name: z.string(),
  scopes: z.array(Scope),
  sessions: z.array(SessionId).optional(),
  createdAt: z.iso.datetime(),
  /** The subject of who made it. */
  createdBy: z.string(),
  expiresAt: z.iso.datetime().optional(),
  /** To the minute. */
  lastUsedAt: z.iso.datetime().optional(),
  revokedAt: z.iso.datetime().optional(),
});
export type ApiKey = z.infer<typeof ApiKey>;

/** `secret` is the whole key, for the `X-Api-Key` header. It is shown this once. */
export const ApiKeyCreated = z.object({ apiKey: ApiKey, secret: z.string() });
export const ApiKeyList = z.object({ apiKeys: z.array(ApiKey) });

/** How many keys that are not revoked a tenant may have. */
export const API_KEYS_LIMIT = 100;

/** Lets a WebSocket in once, within 60 s: `wss://…?ticket=…`. */
export const Ticket = z.object({ ticket: z.string(), expiresAt: z.iso.datetime() });

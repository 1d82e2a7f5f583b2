import * as z from 'zod';
import { ApiKeyId, SessionId, TenantId } from './ids.ts';

/** What a caller may do: people all of it, an API key what it was made for. `admin` manages keys and the deployment. */
export const Scope = z.enum(['sessions:read', 'sessions:write', 'messages:send', 'webhooks', 'admin']);
export type Scope = z.infer<typeof Scope>;

/** Who is calling. Kept with a WebSocket connection and checked at each frame and push. */
export const Principal = z.object({
  subject: z.string(),
  tenantId: TenantId,
  /** A guest has no account. */
  role: z.enum(['admin', 'member', 'guest']),
  /** The token's or key's end, in epoch seconds. */
  expiresAt: z.int(),
  /** Where an API key calls: its scopes, and the sessions that it is bound to, if it is. */
  key: z.object({ id: ApiKeyId, scopes: z.array(Scope), sessions: z.array(SessionId).optional() }).optional(),
  /** The one session of a guest, once there is one. */
  guestOf: SessionId.optional(),
});
export type Principal = z.infer<typeof Principal>;

/** A tenant sees its own; an admin operates the whole deployment; a bound key sees its sessions, a guest the one. */
export const maySee = (
  { role, tenantId, key, guestOf }: Principal,
  session: { id: SessionId; tenant: TenantId },
): boolean =>
  (role === 'admin' || tenantId === session.tenant) &&
  (role !== 'guest' || guestOf === session.id) &&
  (key?.sessions === undefined || key.sessions.includes(session.id));

export const mayDo = ({ key }: Principal, scope: Scope): boolean => key === undefined || key.scopes.includes(scope);

const GUEST = 'guest:';
/** The tenant of a guest's session: nobody else has it. */
export const guestTenant = (id: SessionId): TenantId => TenantId.parse(`${GUEST}${id}`);
export const isGuestTenant = (tenant: TenantId): boolean => tenant.startsWith(GUEST);

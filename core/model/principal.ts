import * as z from 'zod';
import { TenantId } from './ids.ts';

/** Who is calling. Kept with a WebSocket connection and checked at each frame and push. */
export const Principal = z.object({
  subject: z.string(),
  tenantId: TenantId,
  role: z.enum(['admin', 'member']),
  /** The token's end, in epoch seconds. */
  expiresAt: z.int(),
});
export type Principal = z.infer<typeof Principal>;

/** A tenant sees its own; an admin operates the whole deployment. */
export const maySee = (principal: Principal, tenantId: TenantId): boolean =>
  principal.role === 'admin' || principal.tenantId === tenantId;

import type { Server } from '../server/server.ts';

/** What a route answers. */
export type Reply = { status: number; body: unknown };

/** Answers one kind of request; `number` is the phone's, where the path has one, and `id` what follows `/groups/`. */
export type Route = (server: Server, request: { number: string; id: string; body: unknown }) => Reply | Promise<Reply>;

export const ok = (body: unknown, status = 200): Reply => ({ status, body });

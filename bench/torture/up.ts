import { setTimeout as sleep } from 'node:timers/promises';
import type { Run, Victim } from './run.ts';

const POLL_MS = 500;

/** What the API and WhatsApp say of a session's connection. */
export async function standing({ world }: Run, { watched, tenant, owner }: Victim) {
  const { status, seq } = await tenant.http.getSession(watched.id);
  const devices = (await world.phoneOf(owner.number).devices()) as { connected: boolean }[];
  const connected = devices.filter((device) => device.connected).length;
  return { status, seq, connected, up: status === 'connected' && connected === 1 };
}

/**
 * A worker that died last of all leaves its sessions "connected" until they are taken over; WhatsApp knows better.
 * Resolves when the session is up and the client knows what led there.
 */
export async function untilUp(run: Run, victim: Victim, patience: number): Promise<void> {
  const { events } = victim.watched;
  while (performance.now() < patience) {
    const { up, seq } = await standing(run, victim);
    if (up && (events.at(-1)?.seq ?? 0) >= seq) return;
    await sleep(POLL_MS);
  }
}

/**
 * What a session has done so far, folded from its journal: kept with each checkpoint, and carried on from there with the
 * entries after it. It costs no write of its own.
 */
import * as z from 'zod';
import type { SessionEvent } from './events.ts';
import { SessionStatus } from './session.ts';

export const Moment = z.object({
  at: z.iso.datetime(),
  status: SessionStatus,
  reason: z.string().optional(),
  attempt: z.int().optional(),
});
export type Moment = z.infer<typeof Moment>;

/** `device` is WhatsApp's number of this linked device; `platform` the phone's, such as "android". */
export const Pairing = z.object({
  at: z.iso.datetime(),
  phoneNumber: z.string(),
  device: z.int().optional(),
  platform: z.string().optional(),
});

export const Tally = z.object({
  sent: z.int(),
  received: z.int(),
  failed: z.int(),
  /** How often the connection came back. */
  reconnects: z.int(),
  /** When something last came in that was kept. */
  lastInboundAt: z.iso.datetime().optional(),
  /** The newest ones, oldest first. */
  states: z.array(Moment),
  pairings: z.array(Pairing),
});
export type Tally = z.infer<typeof Tally>;

export const EMPTY_TALLY: Tally = { sent: 0, received: 0, failed: 0, reconnects: 0, states: [], pairings: [] };

const STATES_KEPT = 40;
const PAIRINGS_KEPT = 10;

/** The tally after one more entry. Entries are counted once, in their order. */
export function tallied(
  before: Tally,
  { at, events, taken }: { at: string; events: readonly SessionEvent[]; taken: readonly string[] },
): Tally {
  const inbound = taken.length > 0 && { lastInboundAt: at };
  return events.reduce(withEvent, { ...before, ...inbound });
}

function withEvent(tally: Tally, event: SessionEvent): Tally {
  switch (event.type) {
    case 'message_received':
      return { ...tally, received: tally.received + 1 };
    case 'message_sent':
      return { ...tally, sent: tally.sent + 1 };
    case 'message_status':
      return event.status === 'failed' && !event.recipient ? { ...tally, failed: tally.failed + 1 } : tally;
    case 'session_ready': {
      const { phoneNumber, device, platform, timestamp: at } = event;
      return { ...tally, pairings: [...tally.pairings, { at, phoneNumber, device, platform }].slice(-PAIRINGS_KEPT) };
    }
    case 'status_update': {
      const { status, reason, attempt, timestamp: at } = event;
      const cameBack = status === 'connected' && tally.states.at(-1)?.status !== 'authenticated';
      return {
        ...tally,
        reconnects: tally.reconnects + (cameBack ? 1 : 0),
        states: [...tally.states, { at, status, reason, attempt }].slice(-STATES_KEPT),
      };
    }
    default:
      return tally;
  }
}

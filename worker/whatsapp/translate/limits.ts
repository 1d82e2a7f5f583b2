/** What WhatsApp tells of how many new people an account may write to. */
import type { Taps } from './directory.ts';

/** `until` where WhatsApp says it. */
export interface ReachOutLimit {
  reason: 'reach_out_limited' | 'new_chats_capped';
  limited: boolean;
  until?: Date | undefined;
}

export const limitTaps = (tell: (limit: ReachOutLimit) => void): Taps => ({
  'connection.update': ({ reachoutTimeLock: lock }) => {
    if (lock) tell({ reason: 'reach_out_limited', limited: lock.isActive === true, until: lock.timeEnforcementEnds });
  },
  'message-capping.update': ({ capping_status, cycle_end_timestamp }) => {
    // Of a warning nothing follows yet.
    const limited = String(capping_status) === 'CAPPED';
    tell({ reason: 'new_chats_capped', limited, until: timeOf(cycle_end_timestamp) });
  },
});

/** WhatsApp writes seconds since 1970 as a text; 0 is none. */
const timeOf = (seconds: string | undefined): Date | undefined =>
  Number(seconds) > 0 ? new Date(Number(seconds) * 1000) : undefined;

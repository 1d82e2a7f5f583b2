import type { PresenceFrame } from '../../../core/model/frames.ts';
import { isGroup } from '../../../core/model/jid.ts';
import type { People } from '../people.ts';
import type { Taps } from './directory.ts';

/** What somebody does now: only for those who listen now. */
export type PresenceSeen = Pick<PresenceFrame, 'chatId' | 'participant' | 'presence' | 'lastSeenAt'>;

export const presenceTaps = (people: People, tell: (presence: PresenceSeen) => void): Taps => ({
  'presence.update': ({ id, presences }) => {
    const chatId = people.canonical(id);
    for (const [jid, { lastKnownPresence, lastSeen }] of Object.entries(presences)) {
      tell({
        chatId,
        ...(isGroup(chatId) && { participant: people.canonical(jid) }),
        presence: lastKnownPresence,
        ...(lastSeen && { lastSeenAt: new Date(lastSeen * 1000).toISOString() }),
      });
    }
  },
});

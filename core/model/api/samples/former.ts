import { DefaultStatus, FormerSessionStatus, SessionInitiated } from '../../aliases.ts';
import { sample } from './sample.ts';
import { session } from './sessions.ts';
import { IDS } from './story.ts';

const { status, connectedAt, phoneNumber } = session;

export const FORMER_SAMPLES = {
  DefaultStatus: sample(DefaultStatus, {
    sessionId: IDS.session,
    status: 'ready',
    ready: true,
    phoneNumber,
    state: status,
  }),
  SessionInitiated: sample(SessionInitiated, { sessionId: IDS.session, status: 'pending', estimatedTime: 3_000 }),
  FormerSessionStatus: sample(FormerSessionStatus, {
    status,
    userId: 'user-7',
    connectedAt,
    hasQrCode: false,
    clientActive: true,
    uptime: 909,
  }),
};

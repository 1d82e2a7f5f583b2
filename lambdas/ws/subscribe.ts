import type { PairingCodeFrame, PairingRefusedFrame, QrFrame } from '../../core/model/frames.ts';
import type { SessionId } from '../../core/model/ids.ts';
import type { Principal } from '../../core/model/principal.ts';
import { subscribe as listen, unsubscribe as leave } from '../../core/store/connections.ts';
import { readEvents } from '../../core/store/events.ts';
import { feedCursor, readFeed } from '../../core/store/feed.ts';
import { readOffer } from '../../core/store/linkOffers.ts';
import type { Context } from '../context.ts';
import { findSession } from '../operations/findSession.ts';
import { notForGuests } from '../operations/requireScope.ts';
import { sessionNow } from '../operations/sessionNow.ts';
import { toDataUrl } from '../../core/channels/qrPictures.ts';
import type { Answer, FrameCall } from './call.ts';

/** A message to a client holds 128 KB; the session and its QR code need some of it. */
const REPLAY_BOUNDS = { limit: 100, maxBytes: 100 * 1024 };
/** For a caller that starts with the snapshot. */
const NO_REPLAY = { events: [], complete: true };

/** subscribe: registers first and reads afterwards, so that nothing falls between the answer and the live frames. */
export async function subscribe(call: FrameCall<'subscribe'>): Promise<Answer> {
  const { context, principal, connectionId, frame } = call;
  const { sessionId, after } = frame;
  if (!sessionId && principal.role === 'guest') throw notForGuests();
  const session = sessionId && (await findSession(context, principal, sessionId));
  const topic = session ? { sessionId: session.id } : { tenant: principal.tenantId };
  await listen(context.table, connectionId, topic, principal);
  try {
    // The frame was held to it that a session's place is a number, and the place among all sessions a cursor.
    if (session) return await startOfSession(context, principal, session.id, after as number | undefined);
    return await startOfAll(context, principal, after as string | undefined);
  } catch (error) {
    // Who is told that it failed must not hear of anything all the same.
    await leave(context.table, connectionId, topic);
    throw error;
  }
}

async function startOfAll({ table, now }: Context, principal: Principal, after: string | undefined): Promise<Answer> {
  const { tenantId, key } = principal;
  const wish = { after, boundTo: key?.sessions, ...REPLAY_BOUNDS, now: now() };
  const page =
    after === undefined ? { ...NO_REPLAY, cursor: feedCursor(tenantId, now()) } : await readFeed(table, tenantId, wish);
  return { type: 'subscribed', all: true, ...page };
}

async function startOfSession(
  context: Context,
  principal: Principal,
  id: SessionId,
  after: number | undefined,
): Promise<Answer> {
  const { table, now } = context;
  const [session, qr, codes, replay] = await Promise.all([
    findSession(context, principal, id).then((row) => sessionNow(table, row)),
    readQrFrame(context, id),
    readCodeFrames(context, id),
    after === undefined ? NO_REPLAY : readEvents(table, id, { after, ...REPLAY_BOUNDS, now: now() }),
  ]);
  return { type: 'subscribed', sessionId: id, session, qr, ...codes, ...replay };
}

async function readQrFrame({ table, vault, now }: Context, sessionId: SessionId): Promise<QrFrame | undefined> {
  const qr = await readOffer(table, vault, sessionId, 'qr', now());
  return qr && { type: 'qr_code', sessionId, qr: await toDataUrl(qr.qrString), ...qr };
}

/** The pairing code, or why there is none. */
async function readCodeFrames(
  { table, vault, now }: Context,
  sessionId: SessionId,
): Promise<{ pairingCode?: PairingCodeFrame; pairingRefused?: PairingRefusedFrame }> {
  const offer = await readOffer(table, vault, sessionId, 'code', now());
  if (!offer) return {};
  if ('code' in offer) return { pairingCode: { type: 'pairing_code', sessionId, ...offer } };
  const { error, correlationId } = offer;
  return { pairingRefused: { type: 'pairing_code_refused', sessionId, correlationId, error } };
}

/** Events as this client reads them: a server may be newer, so a kind it does not know keeps its place in the order. */
import * as z from 'zod';
import { FeedCursor, SessionEvent } from '../core/model/events.ts';
import { EventPage, FeedPage } from '../core/model/http.ts';

const UnknownEvent = z
  .object({ sessionId: z.string(), seq: z.int(), prev: z.int() })
  .transform((place) => ({ type: 'unknown' as const, ...place }));

export const AnyEvent = z.union([SessionEvent, UnknownEvent]);
export type AnyEvent = z.infer<typeof AnyEvent>;

/** `cursor` comes with those of all sessions. */
export const LiveEvent = z.intersection(AnyEvent, z.object({ cursor: FeedCursor.optional() }));
export type LiveEvent = z.infer<typeof LiveEvent>;

export const AnyEventPage = EventPage.extend({ events: z.array(AnyEvent) });
export type AnyEventPage = z.infer<typeof AnyEventPage>;

export const AnyFeedPage = FeedPage.extend({ events: z.array(AnyEvent) });
export type AnyFeedPage = z.infer<typeof AnyFeedPage>;

/** The WebSocket as an AsyncAPI 3 document, from the server's side: it receives what clients send. */
import * as z from 'zod';
import { EventBody, EventPlace, FeedCursor } from '../events.ts';
import {
  AllSubscribed,
  AnswerFrame,
  ClientFrame,
  type ClientFrameType,
  FRAME_ANSWERS,
  NoticeFrame,
} from '../frames.ts';
import { ErrorFrame } from './errorAnswer.ts';
import { CLIENT_FRAMES, SERVER_FRAMES } from './frames.ts';
import type { Json } from './openAnd.ts';
import { FRAME_SAMPLES } from './samples/frames.ts';
import { both, toSchemas } from './schemas.ts';

const ABOUT = `Live events and answers: one JSON object a frame, chosen by \`type\`. A \`requestId\` comes back on the answer. Frames
have up to 32 KB. Ping when nothing came for a minute; a connection ends after 2 hours.`;

type Typed = z.ZodObject<{ type: z.ZodLiteral<string> }>;
const typeOf = (frame: unknown): string => (frame as Typed).shape.type.value;
const byType = (frames: readonly z.ZodType[]) => frames.map((frame): [string, z.ZodType] => [typeOf(frame), frame]);

/** As it is pushed: \`cursor\` to who listens to all sessions. */
const Place = EventPlace.extend({ cursor: FeedCursor.optional() });
const EVENTS = new Map(EventBody.options.map((body) => [typeOf(body), z.intersection(body, Place)]));
const NOTICES = new Map(byType(NoticeFrame.options));
const ANSWERS = new Map<string, z.ZodType>(byType(AnswerFrame.options[1].options));
ANSWERS.set(
  'subscribed',
  z.union([...AnswerFrame.options[1].options.filter((one) => typeOf(one) === 'subscribed'), AllSubscribed]),
);
ANSWERS.set('error', ErrorFrame);

const ref = (path: string) => ({ $ref: `#/${path}` });
const inChannel = (names: Iterable<string>) => [...names].map((name) => ref(`channels/live/messages/${name}`));
const channel = ref('channels/live');

/** @param version the product's */
export function asyncApi(version: string): Json {
  const asked = toSchemas('input', new Map(byType(ClientFrame.options)));
  const given = toSchemas('output', new Map([...ANSWERS, ...NOTICES, ...EVENTS]));
  const payloads = { ...asked.found, ...given.found };
  const messages = Object.entries(payloads).map(([name, payload]) => {
    const { summary, example } = CLIENT_FRAMES[name as ClientFrameType] ?? {
      summary: SERVER_FRAMES[name as keyof typeof SERVER_FRAMES],
      example: FRAME_SAMPLES[name as keyof typeof SERVER_FRAMES],
    };
    return [name, { name, summary, payload, examples: [{ payload: example }] }];
  });
  const received = Object.entries(CLIENT_FRAMES).map(([name, { summary }]) => {
    const reply = { channel, messages: inChannel([FRAME_ANSWERS[name as ClientFrameType], 'error']) };
    return [name, { action: 'receive', channel, summary, messages: inChannel([name]), reply }];
  });
  const sends = (summary: string, names: Iterable<string>) => ({
    action: 'send',
    channel,
    summary,
    messages: inChannel(names),
  });
  const names = messages.map(([name]) => name as string);
  return {
    asyncapi: '3.0.0',
    info: { title: 'Keepline', version, description: ABOUT },
    defaultContentType: 'application/json',
    servers: {
      live: { host: '{host}', protocol: 'wss', pathname: '/ws', variables: { host: { default: '127.0.0.1:8080' } } },
    },
    channels: {
      live: {
        address: '/',
        description: 'One of them lets a connection in: a ticket, good once (POST /api/tickets), or a token.',
        messages: Object.fromEntries(names.map((name) => [name, ref(`components/messages/${name}`)])),
        bindings: {
          ws: { query: { type: 'object', properties: { ticket: { type: 'string' }, token: { type: 'string' } } } },
        },
      },
    },
    operations: {
      ...(Object.fromEntries(received) as Json),
      events: sends(
        'Events: numbered by `seq`, kept for 7 days, and fetched again where some are missing',
        EVENTS.keys(),
      ),
      notices: sends('What comes beside events, and is not kept', NOTICES.keys()),
    },
    components: {
      messages: Object.fromEntries(messages) as Json,
      schemas: both(asked.components, given.components),
    },
  };
}

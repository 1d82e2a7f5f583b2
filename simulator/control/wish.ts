import { z } from 'zod';
import { number } from './check.ts';

const context = {
  quote: z.string().optional(),
  mentions: z.array(number).optional(),
  forwarded: z.boolean().optional(),
};
const messageId = z.string().min(1);
const text = z.string().min(1);

const file = <Type extends string>(type: Type, mimetype: string) =>
  z.strictObject({
    type: z.literal(type),
    data: z.base64().min(1),
    mimetype: z.string().default(mimetype),
    caption: z.string().optional(),
    fileName: z.string().optional(),
    seconds: z.int().nonnegative().optional(),
    viewOnce: z.boolean().optional(),
    url: z.string().optional(),
    directPath: z.string().optional(),
    ...context,
  });

/** What a phone can be told to write. */
export const wish = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text, ...context }),
  file('image', 'image/jpeg'),
  file('video', 'video/mp4'),
  file('note', 'video/mp4'),
  file('audio', 'audio/mpeg'),
  file('voice', 'audio/ogg; codecs=opus'),
  file('document', 'application/octet-stream'),
  file('sticker', 'image/webp'),
  z.strictObject({
    type: z.literal('location'),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    name: z.string().optional(),
    address: z.string().optional(),
    ...context,
  }),
  z.strictObject({ type: z.literal('contact'), name: text, number, ...context }),
  z.strictObject({
    type: z.literal('poll'),
    question: text,
    options: z.array(text).min(2),
    selectable: z.int().nonnegative().default(1),
    ...context,
  }),
  z.strictObject({ type: z.literal('vote'), messageId, options: z.array(text) }),
  z.strictObject({ type: z.literal('reaction'), messageId, emoji: z.string() }),
  z.strictObject({ type: z.literal('edit'), messageId, text }),
  z.strictObject({ type: z.literal('delete'), messageId }),
  z.strictObject({ type: z.literal('forward'), messageId, forwarded: z.boolean().default(true) }),
  z.strictObject({
    type: z.literal('event'),
    name: text,
    description: z.string().optional(),
    startsAt: z.iso.datetime(),
    ...context,
  }),
]);

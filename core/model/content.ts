/** What a message says, by kind: as it is seen (`Content`), and as it can be sent (`Outgoing`). */
import * as z from 'zod';
import { MediaId, MessageId } from './ids.ts';
import { PhoneNumber, Recipient } from './jid.ts';
import { Mimetype } from './mimetype.ts';
import { filled, isEmoji, wellFormed } from './text.ts';

/** WhatsApp's own bounds. */
export const TEXT_LIMIT = 65_536;
const CAPTION_LIMIT = 1_024;
const POLL_OPTIONS = 12;

/** The kinds that carry a file. `voice` is a voice note, `video_note` a round video. */
export const MediaKind = z.enum(['image', 'video', 'video_note', 'audio', 'voice', 'document', 'sticker']);
export type MediaKind = z.infer<typeof MediaKind>;

/**
 * A file of a message. `GET /api/sessions/{id}/media/{mediaId}` gives a short-lived address once it is `available`;
 * `pending` is on its way from WhatsApp, `failed` could not be had or was not what its sender said.
 */
export const Media = z.object({
  mediaId: MediaId,
  state: z.enum(['pending', 'available', 'failed']),
  mimetype: z.string(),
  bytes: z.int().optional(),
  /** Of the file, in hex. */
  sha256: z.string().optional(),
  fileName: z.string().optional(),
  seconds: z.number().optional(),
  width: z.int().optional(),
  height: z.int().optional(),
  /** Why it failed. */
  reason: z.string().optional(),
});
export type Media = z.infer<typeof Media>;

/** The message that this one answers: its author, its kind (`Content`'s type), and a little of what it said. */
const Quote = z.object({
  messageId: MessageId,
  participant: z.string().optional(),
  type: z.string().optional(),
  text: z.string().optional(),
});
export type Quote = z.infer<typeof Quote>;

/** What goes with every kind that says something of its own. `mentions` are canonical JIDs. */
const context = {
  quote: Quote.optional(),
  mentions: z.array(z.string()).optional(),
  forwarded: z.boolean().optional(),
};
const media = { media: Media, caption: z.string().optional(), viewOnce: z.boolean().optional(), ...context };
const place = {
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  name: z.string().max(256).optional(),
  address: z.string().max(256).optional(),
};
const Person = z.object({ name: z.string(), phoneNumber: z.string().optional() });
/** The message that an act is done to. `participant` is its author, where that is neither us nor the chat. */
const target = { messageId: MessageId, fromMe: z.boolean(), participant: z.string().optional() };

/** Saying something. */
const SAYINGS = [
  z.object({ type: z.literal('text'), text: z.string(), ...context }),
  ...MediaKind.options.map((type) => z.object({ type: z.literal(type), ...media })),
  z.object({ type: z.literal('location'), ...place, live: z.boolean().optional(), ...context }),
  z.object({ type: z.literal('contact'), contacts: z.array(Person), ...context }),
  z.object({
    type: z.literal('poll'),
    question: z.string(),
    options: z.array(z.string()),
    /** How many options one may choose; 0 for any number. */
    selectable: z.int(),
    ...context,
  }),
  /** A kind that we do not read yet; `kind` is WhatsApp's name for it. */
  z.object({ type: z.literal('unsupported'), kind: z.string() }),
  /** Could not be read yet: the content comes later under the same id. */
  z.object({ type: z.literal('waiting') }),
] as const;

/** Doing something to another message: its row shows what was done (`Marks`). */
const ACTS = [
  /** `emoji` empty takes the reaction back. */
  z.object({ type: z.literal('reaction'), emoji: z.string(), ...target }),
  z.object({ type: z.literal('edit'), text: z.string(), ...target }),
  z.object({ type: z.literal('delete'), ...target }),
  /** `options` are all that the voter chooses now. */
  z.object({ type: z.literal('vote'), options: z.array(z.string()), ...target }),
] as const;

/** What a message says, as it is seen. */
export const Content = z.discriminatedUnion('type', [...SAYINGS, ...ACTS]);
export type Content = z.infer<typeof Content>;
export type Act = Extract<Content, { type: 'reaction' | 'edit' | 'delete' | 'vote' }>;
export type Saying = Exclude<Content, Act>;

const ACT_TYPES: ReadonlySet<string> = new Set(ACTS.map(({ shape }) => shape.type.value));
/** True of what is done to another message, and is no message of its own in a chat. */
export const isAct = (content: Content): content is Act => ACT_TYPES.has(content.type);

/** What later messages did to one. People are named by their canonical JIDs, the account itself by `me`. */
export const Marks = z.object({
  edited: z.object({ text: z.string(), at: z.string() }).optional(),
  deleted: z.object({ at: z.string() }).optional(),
  reactions: z.record(z.string(), z.string()).optional(),
  votes: z.record(z.string(), z.array(z.string())).optional(),
});
export type Marks = z.infer<typeof Marks>;

export const OutgoingText = filled(TEXT_LIMIT);

/** Where a file to send comes from: one uploaded before, a small one as base64, or a public https address. */
export const MediaSource = z.union(
  [
    z.strictObject({ mediaId: MediaId }),
    z.strictObject({ data: z.base64('must be base64').min(1), mimetype: Mimetype.optional() }),
    z.strictObject({ url: z.url({ protocol: /^https$/, error: 'must be an https address' }).max(2048) }),
  ],
  'must have one of "mediaId", "data" (base64, with an optional "mimetype") and "url" (https)',
);
export type MediaSource = z.infer<typeof MediaSource>;

const outgoingContext = {
  /** The id of a message of the same chat. */
  quote: MessageId.optional(),
  mentions: z.array(Recipient).max(256).optional(),
};
const outgoingMedia = {
  media: MediaSource,
  caption: wellFormed(CAPTION_LIMIT).optional(),
  fileName: filled(256).optional(),
  viewOnce: z.boolean().optional(),
  ...outgoingContext,
};
const messageId = MessageId;

const OutgoingEmoji = wellFormed(32).refine(
  (text) => text === '' || isEmoji(text),
  'must be one emoji, or empty to take the reaction back',
);

/** Content that can be sent. Other messages are named by their ids; they have to be of the same chat, except to forward. */
export const Outgoing = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('text'),
    text: OutgoingText,
    /** There is none in any case: no address in a text is ever fetched. */
    linkPreview: z.literal(false, 'must be false: there are no link previews').optional(),
    ...outgoingContext,
  }),
  ...MediaKind.options.map((type) => z.strictObject({ type: z.literal(type), ...outgoingMedia })),
  z.strictObject({ type: z.literal('location'), ...place, ...outgoingContext }),
  z.strictObject({
    type: z.literal('contact'),
    contacts: z
      .array(z.strictObject({ name: filled(256), phoneNumber: PhoneNumber }))
      .min(1)
      .max(20),
    ...outgoingContext,
  }),
  z
    .strictObject({
      type: z.literal('poll'),
      question: filled(255),
      options: z
        .array(filled(100))
        .min(2)
        .max(POLL_OPTIONS)
        .refine((options) => new Set(options).size === options.length, 'must differ from each other'),
      selectable: z.int().min(0).max(POLL_OPTIONS).default(1),
      ...outgoingContext,
    })
    .refine(({ selectable, options }) => selectable <= options.length, {
      path: ['selectable'],
      message: 'must not be more than there are options',
    }),
  /** `emoji` empty takes the reaction back. */
  z.strictObject({ type: z.literal('reaction'), messageId, emoji: OutgoingEmoji }),
  z.strictObject({ type: z.literal('edit'), messageId, text: OutgoingText }),
  z.strictObject({ type: z.literal('delete'), messageId }),
  z.strictObject({ type: z.literal('vote'), messageId, options: z.array(wellFormed(100)).max(POLL_OPTIONS) }),
  z.strictObject({ type: z.literal('forward'), messageId }),
]);
export type Outgoing = z.infer<typeof Outgoing>;

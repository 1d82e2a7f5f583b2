/** What it takes to fetch a file from WhatsApp. Its key opens the file for anybody: a ticket is kept sealed. */
import type { WAMessage } from '@whiskeysockets/baileys';
import * as z from 'zod';
import { Media, MediaKind } from '../../../core/model/content.ts';
import { MessageId } from '../../../core/model/ids.ts';
import type { Message } from '../../../core/model/message.ts';
import { fileOf } from '../translate/files.ts';
import { unwrap } from '../translate/unwrap.ts';

const bytes = z.base64().transform((text) => Buffer.from(text, 'base64'));

const Kept = z.object({
  kind: MediaKind,
  media: Media,
  /** Our message that the file is of. */
  message: z.object({
    messageId: MessageId,
    chatId: z.string(),
    fromMe: z.boolean(),
    participant: z.string().optional(),
  }),
  /** WhatsApp's name for it. */
  key: z.object({
    remoteJid: z.string(),
    id: z.string(),
    fromMe: z.boolean(),
    participant: z.string().optional(),
  }),
  url: z.string().optional(),
  directPath: z.string().optional(),
  mediaKey: bytes,
  fileSha256: bytes,
  fileEncSha256: bytes.optional(),
});
export type Ticket = z.output<typeof Kept>;

/** As it is kept: bytes in base64. */
export type KeptTicket = z.input<typeof Kept>;
export const readTicket = (kept: unknown): Ticket | undefined => Kept.safeParse(kept).data;

const base64 = (data: Uint8Array) => Buffer.from(data).toString('base64');

/** The ticket of a message's file; undefined when it has none, or not what it takes. */
export function ticketOf(message: Message, original: WAMessage): KeptTicket | undefined {
  const { id: messageId, chatId, fromMe, participant, content } = message;
  const part = fileOf(unwrap(original.message).content)?.part;
  if (!('media' in content) || !part?.mediaKey?.length || !part.fileSha256?.length) return undefined;
  const { remoteJid, id, participant: author } = original.key;
  return {
    kind: content.type,
    media: content.media,
    message: { messageId, chatId, fromMe, participant },
    key: { remoteJid: remoteJid ?? '', id: id ?? '', fromMe, participant: author ?? undefined },
    url: part.url ?? undefined,
    directPath: part.directPath ?? undefined,
    mediaKey: base64(part.mediaKey),
    fileSha256: base64(part.fileSha256),
    fileEncSha256: part.fileEncSha256?.length ? base64(part.fileEncSha256) : undefined,
  };
}

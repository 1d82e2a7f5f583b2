import type { proto } from '@whiskeysockets/baileys';
import type { Content, Media, MediaKind } from '../../../core/model/content.ts';
import type { MediaId } from '../../../core/model/ids.ts';
import { clean, toCount } from './clean.ts';

/** What all messages with a file have of it. */
export type FilePart = Pick<
  proto.Message.IDocumentMessage & proto.Message.IVideoMessage,
  | 'url'
  | 'directPath'
  | 'mediaKey'
  | 'mediaKeyTimestamp'
  | 'fileEncSha256'
  | 'fileSha256'
  | 'fileLength'
  | 'mimetype'
  | 'caption'
  | 'fileName'
  | 'seconds'
  | 'width'
  | 'height'
>;

const CAPTION = 4_096;

/** The file of a message, if it has one, with its keys and its address at WhatsApp's. @param content unwrapped */
export function fileOf(content: proto.IMessage): { kind: MediaKind; part: FilePart } | undefined {
  const { imageMessage, videoMessage, ptvMessage, audioMessage, documentMessage, stickerMessage } = content;
  if (imageMessage) return { kind: 'image', part: imageMessage };
  if (videoMessage) return { kind: 'video', part: videoMessage };
  if (ptvMessage) return { kind: 'video_note', part: ptvMessage };
  if (audioMessage) return { kind: audioMessage.ptt ? 'voice' : 'audio', part: audioMessage };
  if (documentMessage) return { kind: 'document', part: documentMessage };
  return stickerMessage ? { kind: 'sticker', part: stickerMessage } : undefined;
}

/** A message with a file, which is still with WhatsApp. */
export function readFile(content: proto.IMessage, mediaId: MediaId): Content | undefined {
  const file = fileOf(content);
  if (!file) return undefined;
  const { kind, part } = file;
  const media: Media = {
    mediaId,
    state: 'pending',
    mimetype: clean(part.mimetype, 128) ?? 'application/octet-stream',
    bytes: toCount(part.fileLength),
    sha256: part.fileSha256?.length ? Buffer.from(part.fileSha256).toString('hex') : undefined,
    fileName: clean(part.fileName, 256),
    seconds: toCount(part.seconds),
    width: toCount(part.width),
    height: toCount(part.height),
  };
  return { type: kind, media, caption: clean(part.caption, CAPTION) };
}

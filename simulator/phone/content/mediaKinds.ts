import type { proto } from '@whiskeysockets/baileys';

/** The kinds of messages that carry a file. `voice` and `note` are recorded in the chat. */
export type MediaType = 'image' | 'video' | 'note' | 'audio' | 'voice' | 'document' | 'sticker';

/** The fields that messages with a file have in common. */
export type MediaFields = {
  url?: string | null;
  directPath?: string | null;
  mediaKey?: Uint8Array | null;
  fileSha256?: Uint8Array | null;
  fileEncSha256?: Uint8Array | null;
  fileLength?: number | { toString: () => string } | null;
  mimetype?: string | null;
  caption?: string | null;
  fileName?: string | null;
  seconds?: number | null;
  viewOnce?: boolean | null;
};

/** The name that a kind's keys are derived with. */
export const KEY_INFO: Record<MediaType, string> = {
  image: 'WhatsApp Image Keys',
  video: 'WhatsApp Video Keys',
  note: 'WhatsApp Video Keys',
  audio: 'WhatsApp Audio Keys',
  voice: 'WhatsApp Audio Keys',
  document: 'WhatsApp Document Keys',
  sticker: 'WhatsApp Image Keys',
};

/** The file of a message, if it has one. */
export function mediaKindOf(message: proto.IMessage): { type: MediaType; media: MediaFields } | undefined {
  const { imageMessage, videoMessage, ptvMessage, audioMessage, documentMessage, stickerMessage } = message;
  if (imageMessage) return { type: 'image', media: imageMessage };
  if (videoMessage) return { type: 'video', media: videoMessage };
  if (ptvMessage) return { type: 'note', media: ptvMessage };
  if (audioMessage) return { type: audioMessage.ptt ? 'voice' : 'audio', media: audioMessage };
  if (documentMessage) return { type: 'document', media: documentMessage };
  return stickerMessage ? { type: 'sticker', media: stickerMessage } : undefined;
}

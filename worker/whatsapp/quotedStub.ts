import type { proto } from '@whiskeysockets/baileys';
import type { Quote } from '../../core/model/content.ts';

const STUBS: Record<string, (text: string | undefined) => proto.IMessage> = {
  image: (caption) => ({ imageMessage: { caption } }),
  video: (caption) => ({ videoMessage: { caption } }),
  video_note: () => ({ ptvMessage: {} }),
  audio: () => ({ audioMessage: {} }),
  voice: () => ({ audioMessage: { ptt: true } }),
  document: (caption) => ({ documentMessage: { caption } }),
  sticker: () => ({ stickerMessage: {} }),
  location: (name) => ({ locationMessage: { name } }),
  contact: (displayName) => ({ contactMessage: { displayName } }),
  poll: (name) => ({ pollCreationMessageV3: { name } }),
};

/** As much of a quoted message as phones show above the answer; they find the whole one by its id. */
export function quotedStub({ type = 'text', text }: Quote): proto.IMessage {
  return STUBS[type]?.(text) ?? { conversation: text ?? '' };
}

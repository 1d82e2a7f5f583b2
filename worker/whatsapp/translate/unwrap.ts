import { normalizeMessageContent, type proto } from '@whiskeysockets/baileys';

/** Wrappers that Baileys leaves on. */
const WRAPPERS = [
  'lottieStickerMessage',
  'groupMentionedMessage',
  'botInvokeMessage',
  'botForwardedMessage',
  'pollCreationMessageV4',
  'questionMessage',
] as const;

/** WhatsApp's wrappers for messages that disappear, may be seen once and so on, taken off. */
export function unwrap(message: proto.IMessage | null | undefined): { content: proto.IMessage; viewOnce: boolean } {
  let content = normalizeMessageContent(message ?? undefined) ?? {};
  for (const wrapper of WRAPPERS) content = normalizeMessageContent(content[wrapper]?.message ?? undefined) ?? content;
  const outer = message?.ephemeralMessage?.message ?? message;
  const once = outer?.viewOnceMessage ?? outer?.viewOnceMessageV2 ?? outer?.viewOnceMessageV2Extension;
  const { imageMessage, videoMessage, audioMessage } = content;
  const marked = imageMessage?.viewOnce ?? videoMessage?.viewOnce ?? audioMessage?.viewOnce;
  return { content, viewOnce: Boolean(once) || marked === true };
}

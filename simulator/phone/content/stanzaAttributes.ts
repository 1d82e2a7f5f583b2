import type { proto } from '@whiskeysockets/baileys';
import { normalizeMessageContent } from '@whiskeysockets/baileys';
import { mediaKindOf } from './mediaKinds.ts';
import { EDIT, REVOKE } from './protocolTypes.ts';

/** What the stanza around a message tells the server about it. */
export function stanzaAttributes(wrapped: proto.IMessage): { type: string; edit?: string } {
  const message = normalizeMessageContent(wrapped) ?? {};
  const { protocolMessage } = message;
  if (message.reactionMessage) return { type: 'reaction' };
  if (message.pollCreationMessageV3 || message.pollUpdateMessage) return { type: 'poll' };
  if (message.eventMessage) return { type: 'event' };
  if (protocolMessage?.type === EDIT) return { type: 'text', edit: '1' };
  if (protocolMessage?.type === REVOKE) return { type: 'text', edit: '7' };
  return { type: mediaKindOf(message) ? 'media' : 'text' };
}

import type { proto } from '@whiskeysockets/baileys';
import type { Content } from '../state/message.ts';

/** What a decrypted message says. */
export function contentOf(message: proto.IMessage): Content {
  const text = message.conversation ?? message.extendedTextMessage?.text;
  if (typeof text === 'string') return { type: 'text', text };
  const kind = Object.entries(message).find(([key, value]) => value && key !== 'messageContextInfo')?.[0];
  return { type: 'other', kind: kind ?? 'empty' };
}

import { S_WHATSAPP_NET } from '@whiskeysockets/baileys';
import type { Performances } from './performer.ts';

/** The question that a client asks to keep its connection: whatever lives answers it. */
export const checkHealth: Performances['check_health'] = async ({ sock }) => {
  const since = performance.now();
  await sock.query({ tag: 'iq', attrs: { to: S_WHATSAPP_NET, type: 'get', xmlns: 'w:p' } });
  return { result: { latencyMs: Math.round(performance.now() - since) } };
};

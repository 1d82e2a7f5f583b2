import { DEFAULT_CONNECTION_CONFIG, type WAVersion } from '@whiskeysockets/baileys';
import { WhatsAppVersion } from '../../core/model/whatsappVersion.ts';

/** What Baileys says it is when nobody has set a version for the fleet. */
export const BUNDLED_VERSION = WhatsAppVersion.parse(DEFAULT_CONNECTION_CONFIG.version.join('.'));

export const toBaileys = (version: WhatsAppVersion): WAVersion => {
  const [primary = 0, secondary = 0, tertiary = 0] = version.split('.').map(Number);
  return [primary, secondary, tertiary];
};

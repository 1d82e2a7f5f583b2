import type { proto } from '@whiskeysockets/baileys';
import { clean } from './clean.ts';

const NAME = 256;

/** A person on a card. `waid` is WhatsApp's own mark of the number; else the first telephone that has digits. */
export function readContact({ displayName, vcard }: proto.Message.IContactMessage) {
  const card = (vcard ?? '').slice(0, 10_000);
  const name = clean(displayName, NAME) ?? clean(/^FN[^:\r\n]*:(.+)$/m.exec(card)?.[1]?.trim(), NAME) ?? '';
  const told =
    /waid=(\d{5,20})/.exec(card)?.[1] ?? /^(?:\w+\.)?TEL[^:\r\n]*:(.+)$/m.exec(card)?.[1]?.replace(/\D/g, '');
  return { name, ...(told && told.length <= 20 && { phoneNumber: told }) };
}

const escape = (text: string): string => text.replace(/[\\;,]/g, String.raw`\$&`).replace(/\r?\n/g, String.raw`\n`);

/** @param phoneNumber digits, where there is one */
export function writeContact(name: string, phoneNumber: string | undefined): proto.Message.IContactMessage {
  const lines = [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `N:;${escape(name)};;;`,
    `FN:${escape(name)}`,
    ...(phoneNumber ? [`TEL;type=CELL;waid=${phoneNumber}:+${phoneNumber}`] : []),
    'END:VCARD',
  ];
  return { displayName: name, vcard: lines.join('\n') };
}

/** Baileys' messages in, ours out. Nothing outside this folder knows what a WhatsApp message looks like. */
import { getContentType, proto, type WAMessage } from '@whiskeysockets/baileys';
import type { Content } from '../../../core/model/content.ts';
import { mediaIdFor } from '../../../core/model/derivedIds.ts';
import type { SessionId } from '../../../core/model/ids.ts';
import { isLid, phoneNumberOf } from '../../../core/model/jid.ts';
import { Message } from '../../../core/model/message.ts';
import { type ActSources, readAct } from './acts.ts';
import { clean } from './clean.ts';
import { readContext } from './context.ts';
import { type Place, placeOf } from './place.ts';
import { readSaying } from './saying.ts';
import { unwrap } from './unwrap.ts';

export interface Translator extends ActSources {
  sessionId: SessionId;
  /** Places a message within WhatsApp's second. @returns milliseconds since 1970 */
  placeInSecond: (second: number) => number;
}

const { CIPHERTEXT } = proto.WebMessageInfo.StubType;

/** Messages that carry keys, settings or history for the device, or announce others, and nothing for a person. */
const INTERNAL: ReadonlySet<string> = new Set([
  'protocolMessage',
  'senderKeyDistributionMessage',
  'messageContextInfo',
  'fastRatchetKeySenderKeyDistributionMessage',
  'keepInChatMessage',
  'albumMessage',
]);

/**
 * A message that was received, or written on another device of the account; undefined when it has nothing for a person.
 * What could not be decrypted yet has the content `waiting`.
 */
export function translateMessage(translator: Translator, message: WAMessage): Message | undefined {
  const place = placeOf(translator.people, message.key);
  const content = place && contentOf(translator, place, message);
  if (!place || !content) return undefined;
  const whole: Message = {
    ...place,
    sessionId: translator.sessionId,
    phoneNumber: phoneNumberOf(place.chatId),
    pushName: clean(message.pushName, 100),
    content,
    timestamp: new Date(translator.placeInSecond(Number(message.messageTimestamp ?? 0))).toISOString(),
    status: place.fromMe ? 'sent' : 'delivered',
  };
  // What is journaled must be read again: a stranger's impossible place on earth must not stand in the way of it.
  return Message.safeParse(whole).data ?? { ...whole, content: { type: 'unsupported', kind: 'malformed' } };
}

function contentOf(translator: Translator, place: Place, message: WAMessage): Content | undefined {
  const { messageStubType, category, key } = message;
  if (messageStubType === CIPHERTEXT) return category === 'peer' ? undefined : { type: 'waiting' };
  if (messageStubType) return undefined;
  // The phone keeps it to itself.
  if (key.isViewOnce && !message.message) return { type: 'unsupported', kind: 'viewOnceMessage' };
  const { content, viewOnce } = unwrap(message.message);
  const act = readAct(translator, content, place);
  if (act) return act;
  const saying = readSaying(content, mediaIdFor(translator.sessionId, place));
  if (saying) {
    if (saying.type === 'poll') rememberPoll(translator, place, message, saying.options);
    return {
      ...saying,
      ...readContext(translator.people, content),
      ...(viewOnce && 'media' in saying && { viewOnce }),
    };
  }
  const kind = getContentType(content);
  return kind && !INTERNAL.has(kind) ? { type: 'unsupported', kind } : undefined;
}

function rememberPoll(
  { polls }: Translator,
  place: Place,
  { key, message, messageSecret }: WAMessage,
  options: string[],
) {
  const secret =
    message?.messageContextInfo?.messageSecret ??
    unwrap(message).content.messageContextInfo?.messageSecret ??
    messageSecret;
  const byLid = isLid(key.participant ?? key.remoteJid ?? '');
  if (secret) polls.remember(place.id, place, { secret, options, byLid });
}

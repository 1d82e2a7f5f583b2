import type { Content, MediaKind, Outgoing, Quote } from '../../core/model/content.ts';
import { excerptOf } from '../../core/model/excerpt.ts';
import type { MessageId, SessionId } from '../../core/model/ids.ts';
import type { SessionRow } from '../../core/store/sessions.ts';
import type { Context } from '../context.ts';
import { actToSend } from './actToSend.ts';
import { findTarget } from './findTarget.ts';
import { forwardToSend } from './forwardToSend.ts';
import { refuse } from './refusals.ts';

/**
 * What a message will say, from what the caller wrote: other messages that it names are looked up, so that its row alone
 * suffices to send it.
 * @param at the field that the caller wrote it in
 * @throws {KeeplineError} `message_not_found`, `media_not_found`, `media_not_ready`, `invalid_request`, `too_late`
 */
export async function contentToSend(
  context: Context,
  row: SessionRow,
  to: string,
  content: Outgoing,
  at: string,
): Promise<Content> {
  switch (content.type) {
    case 'reaction':
    case 'edit':
    case 'delete':
    case 'vote':
      return actToSend(context, row, to, content, at);
    case 'forward':
      return forwardToSend(context, row.id, content.messageId, `${at}.messageId`);
    case 'text': {
      const { quote, linkPreview: _, ...said } = content;
      return quote === undefined ? said : { ...said, quote: await quoteOf(context, row, to, quote, `${at}.quote`) };
    }
    case 'location':
    case 'contact':
    case 'poll': {
      const { quote, ...said } = content;
      return quote === undefined ? said : { ...said, quote: await quoteOf(context, row, to, quote, `${at}.quote`) };
    }
    default: {
      const { quote, ...said } = await fileToSend(context, row.id, content, at);
      return quote === undefined ? said : { ...said, quote: await quoteOf(context, row, to, quote, `${at}.quote`) };
    }
  }
}

type OutgoingFile = Extract<Outgoing, { type: MediaKind }>;
const WITH_CAPTION: ReadonlySet<MediaKind> = new Set(['image', 'video', 'document']);
const SEEN_ONCE: ReadonlySet<MediaKind> = new Set(['image', 'video', 'voice']);

async function fileToSend(context: Context, sessionId: SessionId, content: OutgoingFile, at: string) {
  const { media: source, fileName, ...said } = content;
  const { type: kind, caption, viewOnce } = said;
  if (caption && !WITH_CAPTION.has(kind)) throw refuse(`${at}.caption`, `a "${kind}" has none`);
  if (viewOnce && !SEEN_ONCE.has(kind)) throw refuse(`${at}.viewOnce`, `a "${kind}" can always be seen again`);
  // What files need is large, and loaded by the first message that has one.
  const { mediaToSend } = await import('./mediaToSend.ts');
  return { ...said, media: await mediaToSend(context, sessionId, { kind, source, fileName, field: `${at}.media` }) };
}

async function quoteOf(context: Context, row: SessionRow, to: string, id: MessageId, field: string): Promise<Quote> {
  const { fromMe, participant, chatId, content, marks } = await findTarget(context, row.id, { field, id, chatId: to });
  const author = fromMe ? `${row.phoneNumber}@s.whatsapp.net` : (participant ?? chatId);
  const text = marks?.edited?.text ?? excerptOf(content);
  return { messageId: id, participant: author, type: content.type, ...(text !== undefined && { text }) };
}

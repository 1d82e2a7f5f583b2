import type { proto } from '@whiskeysockets/baileys';
import { type Content, TEXT_LIMIT } from '../../../core/model/content.ts';
import type { MediaId } from '../../../core/model/ids.ts';
import { clean } from './clean.ts';
import { readFile } from './files.ts';
import { readContact } from './vcard.ts';

const NAME = 256;
const OPTION = 100;
const MANY = 256;

/** What a message says, of the kinds that we read. @param content unwrapped */
export function readSaying(content: proto.IMessage, mediaId: MediaId): Content | undefined {
  return (
    readText(content) ?? readFile(content, mediaId) ?? readPlace(content) ?? readContacts(content) ?? readPoll(content)
  );
}

function readText({ conversation, extendedTextMessage }: proto.IMessage): Content | undefined {
  const text = clean(conversation ?? extendedTextMessage?.text, TEXT_LIMIT);
  return text === undefined ? undefined : { type: 'text', text };
}

function readPlace({ locationMessage, liveLocationMessage }: proto.IMessage): Content | undefined {
  const at = locationMessage ?? liveLocationMessage;
  if (!at) return undefined;
  return {
    type: 'location',
    latitude: at.degreesLatitude ?? 0,
    longitude: at.degreesLongitude ?? 0,
    name: clean(locationMessage?.name ?? liveLocationMessage?.caption, NAME),
    address: clean(locationMessage?.address, NAME),
    ...((liveLocationMessage || locationMessage?.isLive) && { live: true }),
  };
}

function readContacts({ contactMessage, contactsArrayMessage }: proto.IMessage): Content | undefined {
  const cards = contactMessage ? [contactMessage] : contactsArrayMessage?.contacts;
  return cards ? { type: 'contact', contacts: cards.slice(0, MANY).map(readContact) } : undefined;
}

/** The poll that a message asks for, in whichever of WhatsApp's versions. */
const pollOf = (content: proto.IMessage): proto.Message.IPollCreationMessage | null | undefined =>
  content.pollCreationMessage ??
  content.pollCreationMessageV2 ??
  content.pollCreationMessageV3 ??
  content.pollCreationMessageV5;

function readPoll(content: proto.IMessage): Content | undefined {
  const poll = pollOf(content);
  if (!poll) return undefined;
  return {
    type: 'poll',
    question: clean(poll.name, 1_024) ?? '',
    options: (poll.options ?? []).slice(0, MANY).map(({ optionName }) => clean(optionName, OPTION) ?? ''),
    selectable: poll.selectableOptionsCount ?? 0,
  };
}

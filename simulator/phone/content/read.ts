import { normalizeMessageContent, proto } from '@whiskeysockets/baileys';
import type { Content } from '../../state/content.ts';
import { mediaKindOf } from './mediaKinds.ts';
import { DISAPPEARING, EDIT, REVOKE } from './protocolTypes.ts';

type Reader = (message: proto.IMessage) => Content | null | undefined;

const KINDS: Reader[] = [
  ({ conversation, extendedTextMessage }) => {
    const text = conversation ?? extendedTextMessage?.text;
    return typeof text === 'string' ? { type: 'text', text } : undefined;
  },
  (message) => {
    const found = mediaKindOf(message);
    if (!found) return undefined;
    const { type, media } = found;
    const { mimetype, caption, fileName, seconds, viewOnce, fileLength } = media;
    const size = fileLength === undefined || fileLength === null ? undefined : Number(fileLength);
    return { type, mimetype, caption, fileName, seconds, viewOnce, size };
  },
  ({ locationMessage: place, liveLocationMessage: live }) => {
    const at = place ?? live;
    if (!at) return undefined;
    const [latitude, longitude] = [at.degreesLatitude, at.degreesLongitude];
    return { type: 'location', latitude, longitude, name: place?.name, address: place?.address, live: live && true };
  },
  ({ contactMessage, contactsArrayMessage }) => {
    const contacts = contactMessage ? [contactMessage] : contactsArrayMessage?.contacts;
    return (
      contacts && {
        type: 'contact',
        contacts: contacts.map(({ displayName, vcard }) => ({ name: displayName, vcard })),
      }
    );
  },
  ({ pollCreationMessage, pollCreationMessageV2, pollCreationMessageV3 }) => {
    const poll = pollCreationMessage ?? pollCreationMessageV2 ?? pollCreationMessageV3;
    if (!poll) return undefined;
    const options = (poll.options ?? []).map(({ optionName }) => optionName);
    return { type: 'poll', question: poll.name, options, selectable: poll.selectableOptionsCount };
  },
  ({ pollUpdateMessage: vote }) => vote && { type: 'vote', messageId: vote.pollCreationMessageKey?.id },
  ({ reactionMessage: reaction }) =>
    reaction && { type: 'reaction', messageId: reaction.key?.id, emoji: reaction.text ?? '' },
  ({ eventMessage: event }) =>
    event && {
      type: 'event',
      name: event.name,
      description: event.description,
      startsAt: event.startTime ? new Date(Number(event.startTime) * 1000).toISOString() : undefined,
    },
  ({ pinInChatMessage: pin }) =>
    pin && {
      type: 'pin',
      messageId: pin.key?.id,
      pinned: pin.type === proto.Message.PinInChatMessage.Type.PIN_FOR_ALL,
    },
  ({ groupInviteMessage: invite }) =>
    invite && { type: 'invite', groupId: invite.groupJid, code: invite.inviteCode, name: invite.groupName },
  ({ protocolMessage }) => protocolMessage && protocolContent(protocolMessage),
];

/** What a message says. Unknown kinds are named by their field. */
export function contentOf(wrapped: proto.IMessage): Content {
  const message = normalizeMessageContent(wrapped) ?? {};
  for (const read of KINDS) {
    const content = read(message);
    if (content) return withoutGaps({ ...content, ...contextOf(wrapped, message) });
  }
  const kind = Object.entries(message).find(([key, value]) => value && key !== 'messageContextInfo')?.[0];
  return { type: 'other', kind: kind ?? 'empty' };
}

function protocolContent({ type, key, editedMessage, ephemeralExpiration }: proto.Message.IProtocolMessage): Content {
  if (type === REVOKE) return { type: 'delete', messageId: key?.id };
  if (type === DISAPPEARING) return { type: 'disappearing', seconds: ephemeralExpiration };
  if (type === EDIT) return { type: 'edit', messageId: key?.id, content: contentOf(editedMessage ?? {}) };
  return { type: 'other', kind: `protocolMessage ${type ?? ''}`.trim() };
}

/** What belongs to every kind: what it quotes, whom it mentions, whether it was forwarded, and view-once. */
function contextOf(wrapped: proto.IMessage, message: proto.IMessage): Partial<Content> {
  const parts = Object.values(message) as ({ contextInfo?: proto.IContextInfo } | null | undefined)[];
  const context = parts.find((part) => typeof part === 'object' && part?.contextInfo)?.contextInfo;
  const once = wrapped.viewOnceMessage ?? wrapped.viewOnceMessageV2 ?? wrapped.viewOnceMessageV2Extension;
  return {
    ...(once ? { viewOnce: true } : {}),
    quotes: context?.stanzaId ?? undefined,
    mentions: context?.mentionedJid?.length ? context.mentionedJid : undefined,
    forwarded: context?.isForwarded ? true : undefined,
  };
}

function withoutGaps(content: Content): Content {
  return Object.fromEntries(
    Object.entries(content).filter(([, value]) => value !== undefined && value !== null),
  ) as Content;
}

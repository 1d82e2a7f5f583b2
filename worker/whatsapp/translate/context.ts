import type { proto } from '@whiskeysockets/baileys';
import type { Quote } from '../../../core/model/content.ts';
import { excerptOf } from '../../../core/model/excerpt.ts';
import { MediaId, MessageId } from '../../../core/model/ids.ts';
import type { People } from '../people.ts';
import { readSaying } from './saying.ts';
import { unwrap } from './unwrap.ts';

const MENTIONS = 1_024;

/** What goes with every kind: what it answers, whom it names, and whether it was passed on. @param content unwrapped */
export function readContext(people: People, content: proto.IMessage) {
  const parts = Object.values(content) as ({ contextInfo?: proto.IContextInfo | null } | null | undefined)[];
  const info = parts.find((part) => typeof part === 'object' && part?.contextInfo)?.contextInfo;
  if (!info) return {};
  const mentions = (info.mentionedJid ?? []).slice(0, MENTIONS).map((jid) => people.canonical(jid));
  const quote = readQuote(people, info);
  return {
    ...(quote && { quote }),
    ...(mentions.length > 0 && { mentions }),
    ...(info.isForwarded && { forwarded: true }),
  };
}

/** Of a file that is quoted only its kind and caption are told: its id is that of the message it came with. */
const NO_FILE = MediaId.parse(`med_${'0'.repeat(26)}`);

function readQuote(people: People, { stanzaId, participant, quotedMessage }: proto.IContextInfo): Quote | undefined {
  const messageId = MessageId.safeParse(stanzaId);
  if (!messageId.success) return undefined;
  const quoted = readSaying(unwrap(quotedMessage).content, NO_FILE);
  return {
    messageId: messageId.data,
    participant: participant ? people.canonical(participant) : undefined,
    type: quoted?.type,
    text: quoted && excerptOf(quoted),
  };
}

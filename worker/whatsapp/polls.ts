/**
 * Polls and the votes in them. A vote is encrypted with a secret that only the poll's own message has; it is kept among the
 * session's sealed keys, with the options, since a vote names them by their hashes.
 */
import { createCipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { decryptPollVote, proto } from '@whiskeysockets/baileys';
import * as z from 'zod';
import type { MessageId } from '../../core/model/ids.ts';
import type { Credentials } from './credentials.ts';
import type { People } from './people.ts';

/** The newest polls of a session whose votes can be read; a poll of 12 options is about 1 KB. */
const POLLS_KEPT = 300;

/** Which poll: whose it is, and where. `messageId` or `id` is WhatsApp's. */
interface PollPlace {
  chatId: string;
  fromMe: boolean;
  participant?: string | undefined;
}

export interface Poll {
  secret: Uint8Array;
  options: string[];
  /** Whether its people are named by LIDs; votes in it have to be, too. */
  byLid: boolean;
}

const Kept = z.object({ secret: z.instanceof(Uint8Array), options: z.array(z.string()), byLid: z.boolean() });
const hash = (text: string): Buffer => createHash('sha256').update(text).digest();

export class Polls {
  readonly #credentials: Credentials;
  readonly #people: People;

  constructor(credentials: Credentials, people: People) {
    this.#credentials = credentials;
    this.#people = people;
  }

  /**
   * The secret of a message that we send: derived, so that the message is the same when it has to leave again, from
   * wherever and whenever.
   */
  secretOf(id: MessageId): Uint8Array {
    const { private: key } = this.#credentials.creds.noiseKey;
    return new Uint8Array(hkdfSync('sha256', key, id, 'message secret', 32));
  }

  remember(id: MessageId, place: PollPlace, poll: Poll): void {
    if (this.#find(id, place)) return;
    const known = [...this.#credentials.kept('poll').keys()];
    for (const oldest of known.slice(0, Math.max(0, known.length + 1 - POLLS_KEPT)))
      this.#credentials.keep('poll', oldest);
    this.#credentials.keep('poll', nameOf(id, creatorOf(place)), poll);
  }

  /** The options that a vote is for; undefined when its poll is not known, or the vote does not belong to it. */
  readVote(
    { messageId, ...place }: PollPlace & { messageId: MessageId },
    voter: string,
    vote: proto.Message.IPollEncValue,
  ): string[] | undefined {
    const poll = this.#find(messageId, place);
    if (!poll || !vote.encPayload || !vote.encIv) return undefined;
    const { encPayload, encIv } = vote;
    for (const pollCreatorJid of this.#names(creatorOf(place), poll.byLid)) {
      for (const voterJid of this.#names(voter, poll.byLid)) {
        const about = { pollCreatorJid, voterJid, pollMsgId: messageId, pollEncKey: poll.secret };
        const chosen = tryDecrypt({ encPayload, encIv }, about);
        if (chosen) return chosenOf(poll.options, chosen);
      }
    }
    return undefined;
  }

  /** Encrypts a vote of ours; undefined when the poll is not known. */
  sealVote(
    { messageId, ...place }: PollPlace & { messageId: MessageId },
    options: readonly string[],
  ): proto.Message.IPollEncValue | undefined {
    const poll = this.#find(messageId, place);
    const [creator] = this.#names(creatorOf(place), poll?.byLid ?? false);
    const [voter] = this.#names('me', poll?.byLid ?? false);
    if (!poll || !creator || !voter) return undefined;
    const first = createHmac('sha256', Buffer.alloc(32)).update(poll.secret).digest();
    const about = Buffer.concat([Buffer.from(`${messageId}${creator}${voter}Poll Vote`), Buffer.of(1)]);
    const key = createHmac('sha256', first).update(about).digest();
    const encIv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, encIv).setAAD(Buffer.from(`${messageId}\0${voter}`));
    const plain = proto.Message.PollVoteMessage.encode({ selectedOptions: options.map(hash) }).finish();
    return { encIv, encPayload: Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]) };
  }

  #find(id: MessageId, place: PollPlace): Poll | undefined {
    const polls = this.#credentials.kept('poll');
    // It may have come when just the LID of its writer was known.
    const lid = this.#people.lidOf(creatorOf(place));
    return Kept.safeParse(polls.get(nameOf(id, creatorOf(place))) ?? (lid && polls.get(nameOf(id, lid)))).data;
  }

  /** The JIDs that a person may be named by in a poll, the likely one first. */
  #names(jid: string, byLid: boolean): string[] {
    const plain = jid === 'me' ? this.#people.me.number : jid;
    const both = [plain, this.#people.lidOf(plain)].filter((each) => each !== undefined);
    return byLid ? both.toReversed() : both;
  }
}

/** The options that a vote names by their hashes. */
export const chosenOf = (options: readonly string[], hashes: readonly Uint8Array[]): string[] =>
  options.filter((option) => hashes.some((each) => hash(option).equals(each)));

const creatorOf = ({ fromMe, participant, chatId }: PollPlace): string => (fromMe ? 'me' : (participant ?? chatId));
const nameOf = (id: MessageId, creator: string): string => `${creator} ${id}`;

function tryDecrypt(
  vote: Parameters<typeof decryptPollVote>[0],
  about: Parameters<typeof decryptPollVote>[1],
): Uint8Array[] | undefined {
  try {
    return decryptPollVote(vote, about).selectedOptions ?? [];
  } catch {
    return undefined;
  }
}

import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { proto } from '@whiskeysockets/baileys';
import type { Message } from '../../state/message.ts';
import { isGroupJid } from '../../state/group.ts';
import type { World } from '../../state/world.ts';
import { hmac } from '../signal/keyDerivation.ts';

const TAG = 16;

/** Encrypts a vote for some of a poll's options, so that only those can read it who have the poll. */
export function sealVote(world: World, poll: Message, voter: string, options: string[]): proto.Message.IPollEncValue {
  const { key, additional } = voteKey(world, poll, voter, poll.addressing);
  const encIv = randomBytes(12);
  const selectedOptions = options.map((option) => sha256(option));
  const cipher = createCipheriv('aes-256-gcm', key, encIv).setAAD(additional);
  const plain = proto.Message.PollVoteMessage.encode({ selectedOptions }).finish();
  return { encIv, encPayload: Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]) };
}

/** The options that a vote is for; undefined when it does not fit the poll. */
export function readVote(world: World, vote: proto.IMessage, poll: Message, message: Message): string[] | undefined {
  const { encPayload, encIv } = vote.pollUpdateMessage?.vote ?? {};
  if (!encPayload || !encIv) return undefined;
  const { key, additional } = voteKey(world, poll, message.author, message.addressing);
  const decipher = createDecipheriv('aes-256-gcm', key, encIv, { authTagLength: TAG }).setAAD(additional);
  decipher.setAuthTag(encPayload.subarray(-TAG));
  try {
    const plain = Buffer.concat([decipher.update(encPayload.subarray(0, -TAG)), decipher.final()]);
    const chosen = proto.Message.PollVoteMessage.decode(plain).selectedOptions.map((each) => Buffer.from(each));
    const options = (poll.content.options ?? []) as string[];
    return options.filter((option) => chosen.some((each) => each.equals(sha256(option))));
  } catch {
    return undefined;
  }
}

function voteKey(world: World, poll: Message, voter: string, addressing: 'pn' | 'lid') {
  const secret = proto.Message.decode(poll.plain).messageContextInfo?.messageSecret ?? Buffer.alloc(32);
  const mode = isGroupJid(poll.chat) ? 'lid' : addressing;
  const [creatorJid, voterJid] = [poll.author, voter].map((number) => {
    const account = world.accounts.get(number);
    return account ? world.jid(account, 0, mode) : '';
  });
  const about = Buffer.concat([Buffer.from(`${poll.id}${creatorJid}${voterJid}Poll Vote`), Buffer.from([1])]);
  return { key: hmac(hmac(Buffer.alloc(32), secret), about), additional: Buffer.from(`${poll.id}\0${voterJid}`) };
}

/** As votes name an option. */
export function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

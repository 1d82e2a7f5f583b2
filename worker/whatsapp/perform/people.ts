/** Other people: what they show of themselves, and whether they may write to us. */
import { phoneNumberOf } from '../../../core/model/jid.ts';
import type { People } from '../people.ts';
import { OperationError, refusalOf } from './failure.ts';
import type { Performances, Performer } from './performer.ts';

/** The most that an answer lists. */
const BLOCKED_LISTED = 5_000;
const NOT_SHOWN: ReadonlySet<number> = new Set([401, 403, 404]);

/** What somebody shows of themselves; undefined where there is nothing, or nothing for us. */
async function shown<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (NOT_SHOWN.has(refusalOf(error) ?? 0)) return undefined;
    throw error;
  }
}

/** The picture and the line that somebody shows us. */
export async function lookAt({ sock }: Performer, jid: string): Promise<{ pictureUrl?: string; about?: string }> {
  const [pictureUrl, statuses] = await Promise.all([
    shown(sock.profilePictureUrl(jid, 'image')),
    shown(sock.fetchStatus(jid)),
  ]);
  const about = aboutIn(statuses?.[0]?.['status']);
  return { ...(pictureUrl && { pictureUrl }), ...(about && { about }) };
}

function aboutIn(status: unknown): string | undefined {
  const text = typeof status === 'object' && status !== null && 'status' in status ? status.status : undefined;
  return typeof text === 'string' ? text : undefined;
}

export const getContact: Performances['get_contact'] = async (performer, { jid }) => {
  const known = performer.people.canonical(jid);
  const person = await lookAt(performer, jid);
  return {
    result: { jid: known, phoneNumber: phoneNumberOf(known), lid: performer.people.lidOf(known), ...person },
  };
};

export const block: Performances['block'] = async (performer, { jid }) => changeBlock(performer, jid, 'block');
export const unblock: Performances['unblock'] = async (performer, { jid }) => changeBlock(performer, jid, 'unblock');

async function changeBlock({ sock, people }: Performer, jid: string, action: 'block' | 'unblock') {
  const lid = people.lidOf(jid) ?? (await sock.signalRepository.lidMapping.getLIDForPN(jid));
  // A block names both; Baileys has no name for what is missing.
  if (!lid || !hasNumber(people, jid)) throw new OperationError('not_found', 'WhatsApp knows nobody by this id.');
  await sock.updateBlockStatus(jid, action);
  return { result: {} };
}

const hasNumber = (people: People, jid: string): boolean => phoneNumberOf(people.canonical(jid)) !== undefined;

export const listBlocked: Performances['list_blocked'] = async ({ sock, people }) => {
  const jids = (await sock.fetchBlocklist()).filter((jid) => jid !== undefined);
  return { result: { jids: jids.slice(0, BLOCKED_LISTED).map((jid) => people.canonical(jid)) } };
};

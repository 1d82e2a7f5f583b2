/** The account itself: what it shows of itself, and whether it is there. */
import { S_WHATSAPP_NET } from '@whiskeysockets/baileys';
import { OperationError } from './failure.ts';
import { lookAt } from './people.ts';
import type { Performances, Performer } from './performer.ts';

export const getProfile: Performances['get_profile'] = async (performer) => {
  const { sock, people } = performer;
  const { number, lid } = people.me;
  const name = sock.authState.creds.me?.name;
  return { result: { jid: number, lid, name, ...(await lookAt(performer, number)) } };
};

export const updateProfile: Performances['update_profile'] = async (performer, { name, about, picture }) => {
  const { sock } = performer;
  if (name !== undefined) await rename(performer, name);
  if (about !== undefined) await sock.updateProfileStatus(about);
  if (picture === null) await sock.removeProfilePicture(performer.people.me.number);
  else if (picture !== undefined) await showPicture(performer, Buffer.from(picture, 'base64'));
  return { result: {} };
};

async function rename({ sock }: Performer, name: string): Promise<void> {
  await sock.updateProfileName(name);
  const { me } = sock.authState.creds;
  if (!me) return;
  // Baileys tells itself only of what other devices did.
  sock.ev.emit('creds.update', { me: { ...me, name } });
}

/** As it is: Baileys would scale it with a library that we do not ship. */
async function showPicture({ sock }: Performer, jpeg: Uint8Array): Promise<void> {
  await sock.query({
    tag: 'iq',
    attrs: { to: S_WHATSAPP_NET, type: 'set', xmlns: 'w:profile:picture' },
    content: [{ tag: 'picture', attrs: { type: 'image' }, content: jpeg }],
  });
}

export const setPresence: Performances['set_presence'] = async ({ sock }, { chatId, presence }) => {
  // Baileys says nothing then, and does nothing.
  if (!chatId && !sock.authState.creds.me?.name) {
    throw new OperationError('conflict', 'WhatsApp wants to know who is there: set the profile’s name first.');
  }
  await sock.sendPresenceUpdate(presence, chatId);
  return { result: {} };
};

export const subscribePresence: Performances['subscribe_presence'] = async ({ sock }, { chatId }) => {
  await sock.presenceSubscribe(chatId);
  return { result: {} };
};

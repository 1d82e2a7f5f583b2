/** The operations on chats, contacts, groups and the account itself. */
import { getProfile } from './account/getProfile.ts';
import { setPresence } from './account/setPresence.ts';
import { updateProfile } from './account/updateProfile.ts';
import { getChat } from './chats/getChat.ts';
import { listChats } from './chats/listChats.ts';
import { markRead } from './chats/markRead.ts';
import { setChatPresence } from './chats/setChatPresence.ts';
import { subscribePresence } from './chats/subscribePresence.ts';
import { blockContact } from './contacts/blockContact.ts';
import { checkNumbers } from './contacts/checkNumbers.ts';
import { getContact } from './contacts/getContact.ts';
import { listBlocked } from './contacts/listBlocked.ts';
import { listContacts } from './contacts/listContacts.ts';
import { unblockContact } from './contacts/unblockContact.ts';
import { getOperation } from './getOperation.ts';
import { createGroup } from './groups/createGroup.ts';
import { getGroup } from './groups/getGroup.ts';
import { getInvite } from './groups/getInvite.ts';
import { joinGroup } from './groups/joinGroup.ts';
import { leaveGroup } from './groups/leaveGroup.ts';
import { listGroups } from './groups/listGroups.ts';
import { revokeInvite } from './groups/revokeInvite.ts';
import { updateGroup } from './groups/updateGroup.ts';
import { updateMembers } from './groups/updateMembers.ts';

export const DIRECTORY = {
  getProfile,
  setPresence,
  updateProfile,
  getChat,
  listChats,
  markRead,
  setChatPresence,
  subscribePresence,
  blockContact,
  checkNumbers,
  getContact,
  listBlocked,
  listContacts,
  unblockContact,
  createGroup,
  getGroup,
  getInvite,
  joinGroup,
  leaveGroup,
  listGroups,
  revokeInvite,
  updateGroup,
  updateMembers,
  getOperation,
};

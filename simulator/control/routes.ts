import type { Route } from './route.ts';
import { ok } from './route.ts';
import { endFaults, listFaults, startFault } from './routes/faults.ts';
import { changeRules, scan, typeCode } from './routes/linking.ts';
import { changeGroup, joinGroup, listGroups, newGroup } from './routes/groups.ts';
import { listMessages, openMedia, playMessage, readMessage, sendMessage, spoilMedia } from './routes/messages.ts';
import { blockPerson, changeProfile, showPresence } from './routes/people.ts';
import { createPhone, forgetSessions, listPhones, replacePhone, unlink } from './routes/phones.ts';
import { changeChat, listChats } from './routes/chats.ts';
import { countAll } from './stats.ts';

/** The control API: method and path to what answers it. `:number` stands for a phone's number. */
export const ROUTES: Record<string, Route> = {
  'GET /phones': listPhones,
  'POST /phones': createPhone,
  'POST /phones/:number/scan': scan,
  'POST /phones/:number/pairing-code': typeCode,
  'POST /phones/:number/messages': sendMessage,
  'GET /phones/:number/messages': listMessages,
  'POST /phones/:number/read': readMessage,
  'POST /phones/:number/play': playMessage,
  'POST /phones/:number/media': openMedia,
  'POST /phones/:number/spoil': spoilMedia,
  'GET /phones/:number/chats': listChats,
  'POST /phones/:number/chats': changeChat,
  'POST /phones/:number/presence': showPresence,
  'POST /phones/:number/block': blockPerson,
  'POST /phones/:number/profile': changeProfile,
  'GET /groups': listGroups,
  'POST /phones/:number/groups': newGroup,
  'POST /phones/:number/groups/:id': changeGroup,
  'POST /phones/:number/join': joinGroup,
  'POST /phones/:number/unlink': unlink,
  'POST /phones/:number/new-phone': replacePhone,
  'POST /phones/:number/forget': forgetSessions,
  'GET /faults': listFaults,
  'POST /faults': startFault,
  'DELETE /faults': endFaults,
  'GET /rules': ({ rules }) => ok(rules),
  'POST /rules': changeRules,
  'GET /stats': (server) => ok(countAll(server)),
  'GET /health': ({ world, mediaHost }) =>
    ok({ status: 'ok', noiseRootKey: world.keys.root.public.toString('hex'), mediaHost }),
};

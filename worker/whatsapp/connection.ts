/** One Baileys socket: from the dial to the close. A session has many, one after the other. */
import './mendLibsignal.ts';
import './nativeSignatures.ts';
import {
  type AuthenticationCreds,
  type BinaryNode,
  BufferJSON,
  makeWASocket,
  type WAMessage,
  type WASocket,
} from '@whiskeysockets/baileys';
import type { Logger } from 'pino';
import type { EventBody } from '../../core/model/events.ts';
import { MessageId, type SessionId } from '../../core/model/ids.ts';
import type { Message } from '../../core/model/message.ts';
import type { WhatsAppVersion } from '../../core/model/whatsappVersion.ts';
import { askForCode, type CodeAnswer } from './askForCode.ts';
import { baileysLog } from './baileysLog.ts';
import type { Caches } from './caches.ts';
import { compose } from './compose.ts';
import type { Credentials } from './credentials.ts';
import { identityOfKey, installDoor } from './door.ts';
import { type FileServer, fileServer } from './files/fileServer.ts';
import { installGate } from './gate.ts';
import { GroupCache } from './groupCache.ts';
import { History } from './history.ts';
import { guardOwnPresence } from './ownPresence.ts';
import { People } from './people.ts';
import { Polls } from './polls.ts';
import type { Performed } from './perform/performer.ts';
import { markRead, perform, type WhatsAppRequest } from './perform/perform.ts';
import { type Handed, send } from './send.ts';
import { arrivalClock } from './translate/arrivalClock.ts';
import type { FilePart } from './translate/files.ts';
import type { Preload, Translated } from './translate/history.ts';
import { translateMessage } from './translate/message.ts';
import { directoryTaps, type Taps } from './translate/directory.ts';
import { limitTaps, type ReachOutLimit } from './translate/limits.ts';
import { type PresenceSeen, presenceTaps } from './translate/presence.ts';
import { translatePlayed, translateReceipts, translateUpdates } from './translate/statuses.ts';
import { type Route, through } from './route.ts';
import { rawSocket } from './rawSocket.ts';
import { toBaileys } from './version.ts';
import { watchSocket } from './watchSocket.ts';

/** The longest that a timer of Node's waits: 24 days. */
const NEVER_MS = 2 ** 31 - 1;

/** Why a socket closed. Codes are Baileys' (research: WhatsApp's own, and HTTP-like ones of Baileys' making). */
export interface Close {
  code: number | undefined;
  words: string;
}

/** What WhatsApp has linked us to, as which of its devices. */
export type Account = Omit<Extract<EventBody, { type: 'session_ready' }>, 'type'>;

/** What the session gives to a socket and takes from it. */
export interface Party {
  sessionId: SessionId;
  credentials: Credentials;
  caches: Caches;
  log: Logger;
  url: string | undefined;
  version: WhatsAppVersion;
  /** Through the session's proxy, where it has one. */
  route: Route | undefined;
  qrSeconds: number | undefined;
  /** How long WhatsApp may owe us a word. */
  silenceSeconds: number;
  /** The gate: runs once what was gathered until now is durable. */
  afterCommit: (release: () => void) => void;
  mayLeave: () => boolean;
  onChange: () => void;
  /** The numbers of these LIDs are known from now on. */
  onMet: (lids: string[]) => void;
  wasTaken: (identity: string) => boolean;
  /** A stanza was taken in; `message` where it has something for a person. `original` has the keys of its file. */
  onTaken: (identity: string, message: Message | undefined, original: WAMessage) => void;
  /** A stanza could not be read; the sender was asked for it again. */
  onWaiting: (identity: string, message: Message) => void;
  onEvents: (events: EventBody[]) => void;
  onPresence: (presence: PresenceSeen) => void;
  preload: Preload;
  /** Of the time before the link: as events, and each message with the original, which has the keys of its file. */
  onHistory: (events: EventBody[], messages: Translated[]) => void;
  /** The server took a message of ours, or refused it with a code. */
  onAck: (id: MessageId, error: string | undefined) => void;
  /** WhatsApp tells how many new people the account may write to. */
  onLimit: (limit: ReachOutLimit) => void;
  /** A code to scan, the how manieth of this socket, and how long it stays up. */
  onQr: (text: string, attempt: number, seconds: number) => void;
  onScanned: () => void;
  /** The first synchronisation after a link is over: history is in, or none came. Told again and again. */
  onSynchronised: () => void;
  onOpened: (account: Account) => void;
  findSent: (id: MessageId) => Promise<Message | undefined>;
  /** The file of a message to send, encrypted and put where WhatsApp's clients fetch it. */
  fileOf: (message: Message) => Promise<FilePart>;
}

export interface Connection {
  closed: Promise<Close>;
  /**
   * Resolves when Baileys has handed the message to the gate; the ack tells that the server took it. Rejects with
   * `CannotSend` when it can never be sent.
   * @param onSetOut called when all is ready and the message is about to be written; what it throws stops it
   */
  send: (message: Message, onSetOut: () => void) => Promise<Handed>;
  /** Asks WhatsApp for something that it has to answer. */
  perform: (request: WhatsAppRequest) => Promise<Performed>;
  /** Those who wrote see that their messages were read. All of one chat. */
  markRead: (messages: readonly Message[]) => Promise<void>;
  files: FileServer;
  /** A code to type on the phone of this number, instead of scanning. Only once a QR code was shown. */
  requestPairingCode: (phoneNumber: string) => Promise<CodeAnswer>;
  /** Tells WhatsApp that this device is unlinked, then closes. */
  logout: () => Promise<void>;
  /** Closes after the frames that wait. */
  end: () => Promise<void>;
  /** Closes at once: nothing that waits leaves. */
  terminate: () => void;
}

/** WhatsApp's code for a message to somebody who gave no privacy token, or of an account that is restricted. */
export const REFUSED_REACH_OUT = '463';

/** The words of a close that the phone's demand for a passkey led to. */
export const PASSKEY_REQUIRED = 'passkey required';

export function connect(party: Party): Connection {
  const { credentials, caches, log, url, version, route, qrSeconds } = party;
  let isOpen = () => true;
  const people = new People(credentials);
  const polls = new Polls(credentials, people);
  const groups = new GroupCache();
  const composer = { people, polls, fileOf: party.fileOf };
  const sock = makeWASocket({
    auth: {
      // Each socket has a copy of its own: what a closing one still scribbles does not reach the next.
      creds: cloneCreds(credentials.creds),
      keys: credentials.view(() => isOpen(), party.onChange, party.onMet),
    },
    ...(url && { waWebSocketUrl: url }),
    version: toBaileys(version),
    ...(route && { agent: route.agent, fetchAgent: route.agent, options: through(route) }),
    ...(qrSeconds && { qrTimeout: qrSeconds * 1000 }),
    ...caches,
    logger: baileysLog(log),
    markOnlineOnConnect: false,
    syncFullHistory: false,
    // `watchSilence` asks an idle connection, sooner.
    keepAliveIntervalMs: NEVER_MS,
    emitOwnEvents: false,
    getMessage: async ({ id }) => {
      const sent = id ? await party.findSent(MessageId.parse(id)) : undefined;
      return sent && (await compose(composer, sent)).message;
    },
    cachedGroupMetadata: async (jid) => groups.get(jid),
  });
  const gate = installGate(rawSocket(sock), party.afterCommit, party.mayLeave);
  isOpen = gate.isOpen;
  installDoor(sock, party.wasTaken);
  const performer = { sock, people };
  guardOwnPresence(sock);
  tapEvents(sock, party, { people, polls, groups }, isOpen);
  sock.ws.on('CB:ack,class:message', ({ attrs }: { attrs: Record<string, string> }) => {
    const id = MessageId.safeParse(attrs['id']);
    if (id.success) party.onAck(id.data, attrs['error']);
    // Until when it is restricted, if the account as a whole is; `onLimit` hears of it.
    if (attrs['error'] === REFUSED_REACH_OUT) sock.fetchAccountReachoutTimelock().catch(() => {});
  });
  sock.ws.on('CB:receipt,type:played', (node: BinaryNode) => party.onEvents(translatePlayed(people, node)));
  // Some accounts link a device only with a passkey, which Baileys cannot show: it would show QR codes to the end.
  sock.ws.on('CB:notification,type:passkey_prologue_request', () => void sock.end(new Error(PASSKEY_REQUIRED)));
  // Baileys does not notice when the server answers the upgrade with an HTTP error.
  sock.ws.on('unexpected-response', (_: unknown, response: { statusCode?: number }) => {
    void sock.end(new Error(`HTTP ${response.statusCode} at the upgrade`));
  });
  const closed = watchSocket(sock, party, isOpen);
  void closed.then(() => route?.close());
  return {
    closed,
    send: (message, onSetOut) => send({ sock, composer, groups }, message, onSetOut),
    perform: (request) => perform(performer, request),
    markRead: (messages) => markRead(performer, messages),
    files: fileServer(sock, route),
    requestPairingCode: (phoneNumber) => askForCode(sock, phoneNumber),
    logout: () => sock.logout(),
    end: () => sock.end(undefined),
    terminate: gate.terminate,
  };
}

/** Events are seen at `emit`, before Baileys' buffer: one that waits there when the socket ends is lost. */
function tapEvents(
  sock: WASocket,
  party: Party,
  { people, polls, groups }: { people: People; polls: Polls; groups: GroupCache },
  isOpen: () => boolean,
): void {
  const { sessionId, credentials } = party;
  const translator = { sessionId, people, polls, placeInSecond: arrivalClock() };
  const { preload, onHistory, log } = party;
  const onTrouble = (error: unknown) =>
    log.warn({ session: sessionId, error: String(error) }, 'history was not fetched');
  const request = through(party.route);
  const history = new History({ credentials, translator, preload, onHistory, onTrouble, request, isOpen });
  const emit = sock.ev.emit.bind(sock.ev);
  const messageTaps: Taps = {
    'creds.update': () => {
      credentials.replaceCreds(cloneCreds(sock.authState.creds));
      party.onChange();
      if (sock.authState.creds.accountSyncCounter > 0) party.onSynchronised();
    },
    'messages.upsert': ({ messages }) => {
      for (const message of messages) {
        const identity = identityOfKey(message.key);
        // What was asked for twice, of the sender and of the own phone, comes twice.
        if (party.wasTaken(identity)) continue;
        const translated = translateMessage(translator, message);
        history.noticed(message);
        if (translated?.content.type === 'waiting') party.onWaiting(identity, translated);
        // Other stubs tell of changes in a group.
        else if (!message.messageStubType) party.onTaken(identity, translated, message);
      }
    },
    'messaging-history.set': (chunk) => history.received(chunk),
    'connection.update': ({ connection }) => {
      if (connection === 'open') void history.fetchLeft(sock);
    },
    'groups.update': (changes) => changes.forEach(({ id }) => id && groups.forget(id)),
    'group-participants.update': ({ id }) => groups.forget(id),
    'messages.update': (updates) => party.onEvents(translateUpdates(updates)),
    'message-receipt.update': (receipts) => party.onEvents(translateReceipts(people, receipts)),
  };
  const allTaps = [
    messageTaps,
    directoryTaps(people, party.onEvents),
    presenceTaps(people, party.onPresence),
    limitTaps(party.onLimit),
  ];
  sock.ev.emit = (event, data) => {
    const result = emit(event, data);
    if (isOpen()) for (const taps of allTaps) taps[event]?.(data);
    return result;
  };
}

function cloneCreds(creds: AuthenticationCreds): AuthenticationCreds {
  const clone: unknown = JSON.parse(JSON.stringify(creds, BufferJSON.replacer), BufferJSON.reviver);
  return clone as AuthenticationCreds;
}
